from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, mean_over_features, same_shape
from limpid.losses.probabilities import EPSILON
from limpid.ops.log1p import log1p
from limpid.ops.maximum import maximum
from limpid.ops.square import square


def mean_squared_logarithmic_error(y_true: Any, y_pred: Any) -> Tensor:
    """Return mean((log(1 + y_true) - log(1 + y_pred))**2) over the last axis.

    Negative values count as zero.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    logs = [log1p(maximum(y, EPSILON)) for y in (y_true, y_pred)]
    return mean_over_features(square(logs[0] - logs[1]))


@dataclass(eq=False)
class MeanSquaredLogarithmicError(Loss):
    """The mean of squared differences of logarithms: relative errors count."""

    _: KW_ONLY
    name: str | None = "mean_squared_logarithmic_error"
    aliases = ("msle", "MSLE")

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return mean_squared_logarithmic_error(y_true, y_pred)
