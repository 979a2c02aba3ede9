"""limpid itself, as its users train."""

import limpid
from limpid.bench.parties import keras_network
from limpid.bench.workload import Workload
from limpid.engines.choice import get_engine


class Party(keras_network.Party):
    """limpid's model, its engine loaded, as peers load theirs when imported."""

    def __init__(self, workload: Workload) -> None:
        """Build and compile the model."""
        super().__init__(limpid, workload)
        get_engine()

    @property
    def compiling_seconds(self) -> float:
        """How long compiling has taken so far."""
        return sum(step.seconds for step in self.model.compiled_steps.values())
