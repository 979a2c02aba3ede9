from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.mean_squared_error import mean_squared_error
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper
from limpid.ops.sqrt import sqrt


@dataclass(eq=False)
class RootMeanSquaredError(MeanMetricWrapper):
    """The root of the mean of squared differences, in the unit of the targets."""

    _: KW_ONLY
    name: str | None = "root_mean_squared_error"
    aliases = ("rmse", "RMSE")

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return mean_squared_error(y_true, y_pred)

    def result(self) -> Tensor:
        return sqrt(super().result())
