from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.log_cosh import log_cosh
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["LogCoshError", "log_cosh"]


@dataclass(eq=False)
class LogCoshError(MeanMetricWrapper):
    """About squared error / 2 near zero, absolute error - log 2 far away."""

    _: KW_ONLY
    name: str | None = "logcosh"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return log_cosh(y_true, y_pred)
