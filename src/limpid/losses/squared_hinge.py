from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.tensor import Tensor
from limpid.losses.labels import signs
from limpid.losses.loss import Loss, mean_over_features, same_shape
from limpid.ops.relu import relu
from limpid.ops.square import square


def squared_hinge(y_true: Any, y_pred: Any) -> Tensor:
    """Return mean(max(0, 1 - y_true y_pred)**2) over the last axis.

    Args:
        y_true: -1 or 1; 0 counts as -1 if all targets are 0 or 1.
        y_pred: Scores of any size.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    return mean_over_features(square(relu(1 - signs(y_true) * y_pred)))


@dataclass(eq=False)
class SquaredHinge(Loss):
    """The hinge loss squared: smooth where the margin is just met."""

    _: KW_ONLY
    name: str | None = "squared_hinge"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return squared_hinge(y_true, y_pred)
