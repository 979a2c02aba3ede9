from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import astype
from limpid.graph.tensor import Tensor
from limpid.losses.loss import mean_over_features, same_shape
from limpid.metrics.mean_metric_wrapper import MeanMetricWrapper


def accuracy(y_true: Any, y_pred: Any) -> Tensor:
    """Return the share of predictions that equal the targets, per example."""
    y_true, y_pred = same_shape(y_true, y_pred)
    return mean_over_features(astype(y_true == y_pred, None))


@dataclass(eq=False)
class Accuracy(MeanMetricWrapper):
    """The share of predictions that equal the targets.

    In `compile`, 'accuracy' becomes the categorical, sparse or binary accuracy that
    fits the shapes of targets and predictions.
    """

    _: KW_ONLY
    name: str | None = "accuracy"
    direction = "max"

    def measure(self, y_true: Any, y_pred: Any) -> Tensor:
        """Return the share of equal values of each example."""
        return accuracy(y_true, y_pred)
