"""JAX, each epoch one compiled call: `lax.scan` over the batches."""

from typing import Any

import jax
from jax import numpy as jnp

from limpid.bench import network
from limpid.bench.parties import jax_step
from limpid.bench.parties.party import AbsentError
from limpid.bench.workload import Workload


class Party(jax_step.Party):
    """The party of steps, its epoch compiled too."""

    def __init__(self, workload: Workload) -> None:
        kinds = network.flat(workload.layers)
        if workload.step == "predict":
            raise AbsentError("inference has no epoch")
        if any(isinstance(kind, network.Conv) for kind in kinds):
            raise AbsentError("convolutions in a scan are a thousandfold slow")
        if workload.num_examples % workload.batch_size:
            raise AbsentError("the last batch is smaller")
        super().__init__(workload)
        self.whole = jax.jit(self._whole, donate_argnums=0)

    def epoch(self, *, shuffled: bool) -> float:
        order = self.order(shuffled=shuffled).reshape(-1, self.workload.batch_size)
        self.state, totals = self.whole(self.state, order, self.x, self.y)
        return self.mean_loss(totals)

    def _whole(self, state: Any, order: Any, x: Any, y: Any) -> Any:
        def step(carried: Any, rows: Any) -> Any:
            state, totals = carried
            return self.next_state(state, totals, rows, x, y), None

        totals = (jnp.zeros(()), jnp.zeros((), int))
        return jax.lax.scan(step, (state, totals), order)[0]
