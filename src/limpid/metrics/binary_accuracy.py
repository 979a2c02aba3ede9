from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import astype
from limpid.graph.tensor import Tensor
from limpid.losses.loss import mean_over_features, same_shape
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper


def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Tensor:
    """Return the share of outputs on the right side of the threshold, per example."""
    y_true, y_pred = same_shape(y_true, y_pred)
    right = (y_pred > threshold) == (y_true > threshold)
    return mean_over_features(astype(right, None))


@dataclass(eq=False)
class BinaryAccuracy(MeanMetricWrapper):
    """The share of yes-or-no outputs on the right side of the threshold."""

    threshold: float = 0.5
    _: KW_ONLY
    name: str | None = "binary_accuracy"
    direction = "max"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        """Return the share of right outputs of each example."""
        return binary_accuracy(y_true, y_pred, self.threshold)
