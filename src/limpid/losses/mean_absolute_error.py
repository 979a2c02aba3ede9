from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, mean_over_features, same_shape
from limpid.ops.abs import abs


def mean_absolute_error(y_true: Any, y_pred: Any) -> Tensor:
    """Return mean(|y_true - y_pred|) over the last axis.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    return mean_over_features(abs(y_true - y_pred))


@dataclass(eq=False)
class MeanAbsoluteError(Loss):
    """The mean of absolute differences."""

    _: KW_ONLY
    name: str | None = "mean_absolute_error"
    aliases = ("mae", "MAE")

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return mean_absolute_error(y_true, y_pred)
