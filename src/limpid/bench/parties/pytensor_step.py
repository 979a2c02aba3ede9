"""PyTensor, each step one compiled call: full connections, which are what it has."""

from itertools import chain
from typing import Any

import numpy as np
import pytensor
from pytensor import tensor as pt

from limpid.bench import network
from limpid.bench import workload as bench
from limpid.bench.parties.party import AbsentError
from limpid.bench.workload import Workload

_ACTIVATIONS = {
    None: lambda x: x,
    "relu": lambda x: pt.maximum(x, 0),
    "tanh": pt.tanh,
    "sigmoid": pt.sigmoid,
}


class Party:
    """Shared weights, and a compiled step that updates them."""

    def __init__(self, workload: Workload) -> None:
        layers = workload.layers
        self.layers = [one for one in layers if isinstance(one, network.Dense)]
        if len(self.layers) < len(layers):
            raise AbsentError("it has only full connections")
        self.workload = workload
        self.x, self.y = bench.data(workload)
        self.random = np.random.default_rng(3)
        self.weights = [
            [pytensor.shared(part) for part in pair] for pair in bench.weights(workload)
        ]
        x = pt.matrix("x", dtype="float32")
        y = (
            pt.matrix("y", dtype="float32")
            if workload.loss == "mse"
            else pt.lvector("y")
        )
        outputs = self._outputs(x)
        if workload.step == "train":
            loss, correct = self._loss(outputs, y)
            self.step = pytensor.function(
                [x, y], [loss, correct], updates=self._updates(loss)
            )
        if workload.loss == "crossentropy":
            outputs = pt.special.softmax(outputs, axis=-1)
        self.outputs = pytensor.function([x], outputs)

    def train(self, epochs: int, *, shuffled: bool) -> float:
        """Train on every batch once an epoch; return the last epoch's mean loss."""
        losses = [self._epoch(shuffled=shuffled) for _ in range(epochs)]
        return losses[-1]

    def _epoch(self, *, shuffled: bool) -> float:
        count, size = self.workload.num_examples, self.workload.batch_size
        order = self.random.permutation(count) if shuffled else np.arange(count)
        total = 0.0
        for start in range(0, count, size):
            rows = order[start : start + size]
            loss, _ = self.step(self.x[rows], self.y[rows])
            total += float(loss) * len(rows)
        return total / count

    def prepare(self, x: Any) -> Any:
        """Return the batch as it is."""
        return x

    def predict(self, x: Any) -> Any:
        """Return the outputs for a batch."""
        return self.outputs(x)

    def _outputs(self, x: Any) -> Any:
        for layer, (kernel, bias) in zip(self.layers, self.weights, strict=True):
            x = _ACTIVATIONS[layer.activation](x @ kernel + bias)
        return x

    def _loss(self, outputs: Any, y: Any) -> tuple[Any, Any]:
        """Return the loss, and how many are right."""
        if self.workload.loss == "mse":
            return ((outputs - y) ** 2).mean(), pt.constant(0)
        logs = pt.special.log_softmax(outputs, axis=-1)
        loss = -logs[pt.arange(y.shape[0]), y].mean()
        return loss, pt.eq(outputs.argmax(-1), y).sum()

    def _updates(self, loss: Any) -> list[tuple[Any, Any]]:
        """Return what each shared variable becomes by SGD with momentum, or Adam."""
        name, rate, momentum = self.workload.optimizer
        variables = list(chain.from_iterable(self.weights))
        gradients = pytensor.grad(loss, variables)
        if name == "sgd":
            return _momentum(variables, gradients, rate, momentum)
        return _adam(variables, gradients, rate)


def _zeros(variable: Any) -> Any:
    return pytensor.shared(np.zeros_like(variable.get_value()))


def _momentum(
    variables: list[Any], gradients: list[Any], rate: float, momentum: float
) -> list[tuple[Any, Any]]:
    updates = []
    for variable, gradient in zip(variables, gradients, strict=True):
        velocity = _zeros(variable)
        new = np.float32(momentum) * velocity - np.float32(rate) * gradient
        updates += [(velocity, new), (variable, variable + new)]
    return updates


def _adam(
    variables: list[Any], gradients: list[Any], rate: float
) -> list[tuple[Any, Any]]:
    count = pytensor.shared(np.float32(0))
    now = count + np.float32(1)
    corrected = rate * pt.sqrt(1 - 0.999**now) / (1 - 0.9**now)
    updates = [(count, now)]
    for variable, gradient in zip(variables, gradients, strict=True):
        first, second = _zeros(variable), _zeros(variable)
        m = np.float32(0.9) * first + np.float32(0.1) * gradient
        v = np.float32(0.999) * second + np.float32(0.001) * gradient**2
        step = pt.cast(corrected, "float32") * m / (pt.sqrt(v) + np.float32(1e-8))
        updates += [(first, m), (second, v), (variable, variable - step)]
    return updates
