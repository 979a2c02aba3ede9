from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, mean_over_features, same_shape
from limpid.losses.probabilities import EPSILON
from limpid.ops.abs import abs
from limpid.ops.maximum import maximum


def mean_absolute_percentage_error(y_true: Any, y_pred: Any) -> Tensor:
    """Return 100 mean(|y_true - y_pred| / |y_true|) over the last axis, in percent.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    share = abs(y_true - y_pred) / maximum(abs(y_true), EPSILON)
    return mean_over_features(share) * 100


@dataclass(eq=False)
class MeanAbsolutePercentageError(Loss):
    """The mean of absolute differences, in percent of the targets."""

    _: KW_ONLY
    name: str | None = "mean_absolute_percentage_error"
    aliases = ("mape", "MAPE")

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return mean_absolute_percentage_error(y_true, y_pred)
