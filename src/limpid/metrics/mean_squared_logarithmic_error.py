from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.mean_squared_logarithmic_error import mean_squared_logarithmic_error
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["MeanSquaredLogarithmicError", "mean_squared_logarithmic_error"]


@dataclass(eq=False)
class MeanSquaredLogarithmicError(MeanMetricWrapper):
    """The mean of squared differences of logarithms."""

    _: KW_ONLY
    name: str | None = "mean_squared_logarithmic_error"
    aliases = ("msle", "MSLE")

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return mean_squared_logarithmic_error(y_true, y_pred)
