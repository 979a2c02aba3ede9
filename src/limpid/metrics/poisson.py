from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.poisson import poisson
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["Poisson", "poisson"]


@dataclass(eq=False)
class Poisson(MeanMetricWrapper):
    """Minus the log-likelihood of counts, up to a constant."""

    _: KW_ONLY
    name: str | None = "poisson"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return poisson(y_true, y_pred)
