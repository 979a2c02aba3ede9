from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.cosine_similarity import cosine_similarity as loss
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper


@dataclass(eq=False)
class CosineSimilarity(MeanMetricWrapper):
    """The cosine of the angle between targets and predictions: 1 is best."""

    axis: int = -1
    _: KW_ONLY
    name: str | None = "cosine_similarity"
    direction = "max"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return -loss(y_true, y_pred, self.axis)
