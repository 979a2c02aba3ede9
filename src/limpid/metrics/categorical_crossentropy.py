from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.categorical_crossentropy import categorical_crossentropy
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["CategoricalCrossentropy", "categorical_crossentropy"]


@dataclass(eq=False)
class CategoricalCrossentropy(MeanMetricWrapper):
    """Cross-entropy between one-hot (or soft) targets and predictions."""

    from_logits: bool = False
    label_smoothing: float = 0.0
    axis: int = -1
    _: KW_ONLY
    name: str | None = "categorical_crossentropy"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return categorical_crossentropy(
            y_true, y_pred, self.from_logits, self.label_smoothing, self.axis
        )
