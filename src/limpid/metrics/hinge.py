from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.hinge import hinge
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["Hinge", "hinge"]


@dataclass(eq=False)
class Hinge(MeanMetricWrapper):
    """What scores lack of a margin of 1."""

    _: KW_ONLY
    name: str | None = "hinge"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return hinge(y_true, y_pred)
