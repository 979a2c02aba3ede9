from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.kl_divergence import kl_divergence
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["KLDivergence", "kl_divergence"]


@dataclass(eq=False)
class KLDivergence(MeanMetricWrapper):
    """How far predicted probabilities are from the true ones, in nats."""

    _: KW_ONLY
    name: str | None = "kl_divergence"
    aliases = ("kld", "KLD")

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return kl_divergence(y_true, y_pred)
