"""JAX, each step one compiled call."""

from functools import partial
from typing import Any

import jax
import numpy as np
from jax import numpy as jnp

from limpid.bench import network
from limpid.bench import workload as bench
from limpid.bench.parties import jax_network
from limpid.bench.workload import Workload


class Party:
    """Weights and optimizer state, a compiled step, and data on the device."""

    def __init__(self, workload: Workload) -> None:
        self.workload = workload
        self.x, self.y = (jnp.asarray(part) for part in bench.data(workload))
        weights = jax.tree.map(jnp.asarray, bench.weights(workload))
        zeros = jax.tree.map(jnp.zeros_like, weights)
        self.state: Any = (weights, zeros, jax.tree.map(jnp.copy, zeros), 0)
        self.random = np.random.default_rng(3)
        self.step = jax.jit(self.next_state, donate_argnums=(0, 1))
        # Weights that no longer change are constants of the program.
        self.outputs = jax.jit(partial(self._outputs, weights))

    def train(self, epochs: int, *, shuffled: bool) -> float:
        """Train on every batch once an epoch; return the last epoch's mean loss."""
        losses = [self.epoch(shuffled=shuffled) for _ in range(epochs)]
        return losses[-1]

    def epoch(self, *, shuffled: bool) -> float:
        """Train on every batch once; return the mean loss."""
        totals = (jnp.zeros(()), jnp.zeros((), int))
        size = self.workload.batch_size
        order = self.order(shuffled=shuffled)
        for start in range(0, len(order), size):
            rows = order[start : start + size]
            self.state, totals = self.step(self.state, totals, rows, self.x, self.y)
        return self.mean_loss(totals)

    def order(self, *, shuffled: bool) -> Any:
        """Return the rows of the examples in their turn."""
        count = self.workload.num_examples
        rows = self.random.permutation(count) if shuffled else np.arange(count)
        return rows.astype(np.int32)

    def mean_loss(self, totals: Any) -> float:
        """Return the mean loss once all is computed."""
        jax.block_until_ready((self.state, totals))
        return float(totals[0]) / self.workload.num_examples

    def prepare(self, x: Any) -> Any:
        """Return a batch that lies on the device."""
        return jnp.asarray(x)

    def predict(self, x: Any) -> Any:
        """Return the outputs for a batch."""
        return self.outputs(x).block_until_ready()

    def _outputs(self, weights: Any, x: Any) -> Any:
        outputs, _ = jax_network.outputs(
            self.workload.layers, weights, x, training=False
        )
        return outputs if self.workload.loss == "mse" else jax.nn.softmax(outputs)

    def next_state(self, state: Any, totals: Any, rows: Any, x: Any, y: Any) -> Any:
        """Return weights, optimizer state and totals after a step on a batch."""
        weights, first, second, count = state
        loss_of = jax.value_and_grad(self._loss, has_aux=True)
        (loss, (correct, after)), gradients = loss_of(weights, x[rows], y[rows])
        updated = partial(self._updated, gradients, first, second, count + 1)
        state = updated(self._with_averages(weights, after))
        return state, (totals[0] + loss * len(rows), totals[1] + correct)

    def _with_averages(self, weights: Any, after: Any) -> Any:
        """Return the weights, running averages replaced by the new ones."""
        kinds = network.flat(self.workload.layers)
        normal = [isinstance(kind, network.BatchNormalization) for kind in kinds]
        return [
            new if is_normal else old
            for is_normal, old, new in zip(normal, weights, after, strict=True)
        ]

    def _loss(self, weights: Any, x: Any, y: Any) -> Any:
        """Return the loss; and how many are right, and the weights after."""
        layers = self.workload.layers
        outputs, after = jax_network.outputs(layers, weights, x, training=True)
        if self.workload.loss == "mse":
            return ((outputs - y) ** 2).mean(), (0, after)
        logs = jax.nn.log_softmax(outputs)
        loss = -jnp.take_along_axis(logs, y[..., None], -1).mean()
        return loss, ((outputs.argmax(-1) == y).sum(), after)

    def _updated(
        self, gradients: Any, first: Any, second: Any, count: Any, weights: Any
    ) -> Any:
        """Return the next state by the rules of SGD with momentum, or of Adam."""
        name, rate, momentum = self.workload.optimizer
        each = jax.tree.map
        if name == "sgd":
            first = each(lambda m, g: momentum * m - rate * g, first, gradients)
            return each(jnp.add, weights, first), first, second, count
        first = each(lambda m, g: 0.9 * m + 0.1 * g, first, gradients)
        second = each(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradients)
        rate = rate * (1 - 0.999**count) ** 0.5 / (1 - 0.9**count)
        weights = each(
            lambda w, m, v: w - rate * m / (v**0.5 + 1e-8), weights, first, second
        )
        return weights, first, second, count
