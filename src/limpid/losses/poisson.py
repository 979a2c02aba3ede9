from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, mean_over_features, same_shape
from limpid.losses.probabilities import EPSILON
from limpid.ops.log import log


def poisson(y_true: Any, y_pred: Any) -> Tensor:
    """Return mean(y_pred - y_true log(y_pred)) over the last axis.

    Args:
        y_true: Counts.
        y_pred: Their predicted means, above 0.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    return mean_over_features(y_pred - y_true * log(y_pred + EPSILON))


@dataclass(eq=False)
class Poisson(Loss):
    """Minus the log-likelihood of counts, up to a constant."""

    _: KW_ONLY
    name: str | None = "poisson"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return poisson(y_true, y_pred)
