from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import astype
from limpid.graph.tensor import Tensor
from limpid.losses.labels import class_numbers
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper
from limpid.ops.argmax import argmax


def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Tensor:
    """Return 1 for each example whose largest prediction is at its class number."""
    labels, y_pred = class_numbers(y_true, y_pred)
    return astype(argmax(y_pred, axis=-1) == labels, None)


@dataclass(eq=False)
class SparseCategoricalAccuracy(MeanMetricWrapper):
    """The share of examples classified right; targets are class numbers."""

    _: KW_ONLY
    name: str | None = "sparse_categorical_accuracy"
    direction = "max"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        """Return 1 or 0 for each example."""
        return sparse_categorical_accuracy(y_true, y_pred)
