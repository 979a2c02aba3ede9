from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import astype
from limpid.graph.tensor import Tensor
from limpid.losses.loss import same_shape
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper
from limpid.ops.argmax import argmax


def categorical_accuracy(y_true: Any, y_pred: Any) -> Tensor:
    """Return 1 for each example whose largest prediction is at its largest target."""
    y_true, y_pred = same_shape(y_true, y_pred)
    return astype(argmax(y_true, axis=-1) == argmax(y_pred, axis=-1), None)


@dataclass(eq=False)
class CategoricalAccuracy(MeanMetricWrapper):
    """The share of examples classified right; targets are one-hot."""

    _: KW_ONLY
    name: str | None = "categorical_accuracy"
    direction = "max"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        """Return 1 or 0 for each example."""
        return categorical_accuracy(y_true, y_pred)
