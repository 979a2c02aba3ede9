from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import as_float, sum
from limpid.graph.shapes import product
from limpid.graph.tensor import Tensor
from limpid.losses.loss import fitting_weight
from limpid.metrics.metric import Metric
from limpid.ops.maximum import maximum


@dataclass(eq=False)
class Mean(Metric):
    """The (weighted) mean of all values seen.

    It is gathered and given in float64: in float32 a count stands still at 2**24.
    """

    _: KW_ONLY
    name: str | None = "mean"

    def __post_init__(self) -> None:
        """Start with nothing seen."""
        super().__post_init__()
        self.total = self.add_variable(name="total", dtype="float64")
        self.count = self.add_variable(name="count", dtype="float64")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:  # type: ignore[override]
        """Take values into account, each with its weight."""
        values = as_float(values)
        if sample_weight is None:
            count: Any = float(product(values.shape))
        else:
            weight = fitting_weight(sample_weight, values)
            values, count = values * weight, sum(weight)
        self.total.assign(self.total + sum(values))
        self.count.assign(self.count + count)

    def result(self) -> Tensor:
        """Return the mean; 0 if nothing was seen."""
        return self.total / maximum(self.count, 1e-12)
