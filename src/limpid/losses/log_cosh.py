from dataclasses import KW_ONLY, dataclass
from math import log
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, mean_over_features, same_shape
from limpid.ops.softplus import softplus


def log_cosh(y_true: Any, y_pred: Any) -> Tensor:
    """Return mean(log(cosh(y_pred - y_true))) over the last axis.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    error = y_pred - y_true
    # cosh overflows; log(cosh(e)) = e + log(1 + exp(-2 e)) - log 2 does not.
    return mean_over_features(error + softplus(error * -2.0) - log(2))


@dataclass(eq=False)
class LogCosh(Loss):
    """About squared error / 2 near zero, absolute error - log 2 far away."""

    _: KW_ONLY
    name: str | None = "log_cosh"
    aliases = ("logcosh",)

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return log_cosh(y_true, y_pred)
