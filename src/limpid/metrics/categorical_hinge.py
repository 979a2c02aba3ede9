from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.categorical_hinge import categorical_hinge
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["CategoricalHinge", "categorical_hinge"]


@dataclass(eq=False)
class CategoricalHinge(MeanMetricWrapper):
    """What the right score lacks of a lead over the largest wrong one."""

    _: KW_ONLY
    name: str | None = "categorical_hinge"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return categorical_hinge(y_true, y_pred)
