from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, mean_over_features, same_shape
from limpid.ops.abs import abs
from limpid.ops.square import square
from limpid.ops.where import where


def huber(y_true: Any, y_pred: Any, delta: float = 1.0) -> Tensor:
    """Return the mean over the last axis of a loss quadratic near 0, linear beyond.

    0.5 e**2 where |e| <= delta, else delta |e| - 0.5 delta**2; e = y_true - y_pred.

    Args:
        y_true: The targets.
        y_pred: The predictions.
        delta: Where the square ends and the line begins.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.

    Source: Huber 1964, "Robust estimation of a location parameter".
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    size = abs(y_true - y_pred)
    near, far = square(size) * 0.5, size * delta - 0.5 * delta**2
    return mean_over_features(where(size <= delta, near, far))


@dataclass(eq=False)
class Huber(Loss):
    """Squared error for small differences, absolute error for large ones.

    Args:
        delta: The difference at which one becomes the other.
    """

    delta: float = 1.0
    _: KW_ONLY
    name: str | None = "huber_loss"

    def check(self) -> None:
        if self.delta <= 0:
            raise ConfigError(f"Huber(delta={self.delta}): expected a number above 0.")

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return huber(y_true, y_pred, self.delta)
