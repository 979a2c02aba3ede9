from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.binary_crossentropy import binary_crossentropy
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["BinaryCrossentropy", "binary_crossentropy"]


@dataclass(eq=False)
class BinaryCrossentropy(MeanMetricWrapper):
    """Cross-entropy between yes-or-no targets and predictions."""

    from_logits: bool = False
    label_smoothing: float = 0.0
    _: KW_ONLY
    name: str | None = "binary_crossentropy"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return binary_crossentropy(
            y_true, y_pred, self.from_logits, self.label_smoothing
        )
