from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.mean_absolute_percentage_error import mean_absolute_percentage_error
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["MeanAbsolutePercentageError", "mean_absolute_percentage_error"]


@dataclass(eq=False)
class MeanAbsolutePercentageError(MeanMetricWrapper):
    """The mean of absolute differences, in percent of the targets."""

    _: KW_ONLY
    name: str | None = "mean_absolute_percentage_error"
    aliases = ("mape", "MAPE")

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return mean_absolute_percentage_error(y_true, y_pred)
