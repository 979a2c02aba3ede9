from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph import arithmetic
from limpid.graph.tensor import Tensor
from limpid.losses.loss import fitting_weight
from limpid.metrics.metric import Metric


@dataclass(eq=False)
class Sum(Metric):
    """The (weighted) sum of all values seen."""

    _: KW_ONLY
    name: str | None = "sum"

    def __post_init__(self) -> None:
        """Start with nothing seen."""
        super().__post_init__()
        self.total = self.add_variable(name="total", dtype="float64")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Take values into account, each with its weight."""
        values = arithmetic.as_float(values)
        if sample_weight is not None:
            values = values * fitting_weight(sample_weight, values)
        self.total.assign(self.total + arithmetic.sum(values))

    def result(self) -> Tensor:
        return self.total.read()
