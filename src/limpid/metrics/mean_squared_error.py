from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.mean_squared_error import mean_squared_error
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["MeanSquaredError", "mean_squared_error"]


@dataclass(eq=False)
class MeanSquaredError(MeanMetricWrapper):
    """The mean of squared differences."""

    _: KW_ONLY
    name: str | None = "mean_squared_error"
    aliases = ("mse", "MSE")

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return mean_squared_error(y_true, y_pred)
