from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.squared_hinge import squared_hinge
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["SquaredHinge", "squared_hinge"]


@dataclass(eq=False)
class SquaredHinge(MeanMetricWrapper):
    """The hinge loss squared."""

    _: KW_ONLY
    name: str | None = "squared_hinge"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return squared_hinge(y_true, y_pred)
