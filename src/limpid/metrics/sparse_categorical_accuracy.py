from dataclasses import dataclass
from typing import Any

from limpid.graph.arithmetic import astype, reshape
from limpid.graph.tensor import Tensor, as_tensor
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper
from limpid.ops.argmax import argmax


def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Tensor:
    """Return 1 for each example whose largest prediction is at its class number."""
    y_pred, labels = as_tensor(y_pred), as_tensor(y_true)
    guesses = argmax(y_pred, axis=-1)
    return astype(guesses == astype(reshape(labels, guesses.shape), "int64"), None)


@dataclass(eq=False)
class SparseCategoricalAccuracy(MeanMetricWrapper):
    """The share of examples classified right; targets are class numbers."""

    name: str | None = "sparse_categorical_accuracy"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        """Return 1 or 0 for each example."""
        return sparse_categorical_accuracy(y_true, y_pred)
