"""What a contestant must be able to do."""

from typing import Any, Protocol

from limpid.bench.workload import Workload


class AbsentError(ImportError):
    """Why a party takes no part in a workload."""


class Party(Protocol):
    """What takes part in a race: a library with a workload's network and data."""

    def __init__(self, workload: Workload) -> None:
        """Build the network with the workload's first weights."""

    def train(self, epochs: int, *, shuffled: bool) -> float:
        """Train on every batch once an epoch; return the last epoch's mean loss."""

    def prepare(self, x: Any) -> Any:
        """Return a batch in the form that is quickest to use."""

    def predict(self, x: Any) -> Any:
        """Return the outputs, or probabilities, for a prepared batch, when ready."""
