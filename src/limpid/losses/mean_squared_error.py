from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, mean_over_features, same_shape
from limpid.ops.square import square


def mean_squared_error(y_true: Any, y_pred: Any) -> Tensor:
    """Return mean((y_true - y_pred)**2) over the last axis.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    return mean_over_features(square(y_true - y_pred))


@dataclass(eq=False)
class MeanSquaredError(Loss):
    """The mean of squared differences."""

    _: KW_ONLY
    name: str | None = "mean_squared_error"
    aliases = ("mse", "MSE")

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Return the mean over the last axis."""
        return mean_squared_error(y_true, y_pred)
