from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.sparse_categorical_crossentropy import (
    sparse_categorical_crossentropy,
)
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper

__all__ = ["SparseCategoricalCrossentropy", "sparse_categorical_crossentropy"]


@dataclass(eq=False)
class SparseCategoricalCrossentropy(MeanMetricWrapper):
    """Cross-entropy between class numbers and predictions."""

    from_logits: bool = False
    ignore_class: int | None = None
    axis: int = -1
    _: KW_ONLY
    name: str | None = "sparse_categorical_crossentropy"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        return sparse_categorical_crossentropy(
            y_true, y_pred, self.from_logits, self.ignore_class, self.axis
        )
