from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.mean_absolute_error import mean_absolute_error
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["MeanAbsoluteError", "mean_absolute_error"]


@dataclass(eq=False)
class MeanAbsoluteError(MeanMetricWrapper):
    """The mean of absolute differences."""

    _: KW_ONLY
    name: str | None = "mean_absolute_error"
    aliases = ("mae", "MAE")

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return mean_absolute_error(y_true, y_pred)
