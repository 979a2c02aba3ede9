from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, same_shape
from limpid.ops.max import max
from limpid.ops.relu import relu


def categorical_hinge(y_true: Any, y_pred: Any) -> Tensor:
    """Return max(0, 1 + largest wrong score - right score) over the last axis.

    As in Keras a wrong score counts as at least 0; `structured_hinge` has the
    textbook's form.

    Args:
        y_true: One-hot vectors.
        y_pred: Scores of any size.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    right = sum(y_true * y_pred, axis=-1)
    wrong = max((1 - y_true) * y_pred, axis=-1)
    return relu(wrong - right + 1)


@dataclass(eq=False)
class CategoricalHinge(Loss):
    """What the right score lacks of a lead of 1 over the largest wrong one."""

    _: KW_ONLY
    name: str | None = "categorical_hinge"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return categorical_hinge(y_true, y_pred)
