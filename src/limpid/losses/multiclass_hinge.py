from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.losses.labels import check_class_numbers, right_class
from limpid.losses.loss import Loss
from limpid.ops.relu import relu


def multiclass_hinge(y_true: Any, y_pred: Any, margin: float = 1.0) -> Tensor:
    """Return the sum over the wrong classes of max(0, score - right score + margin).

    Args:
        y_true: The class numbers.
        y_pred: Scores of any size: (..., classes).
        margin: The lead wanted.

    Raises:
        ShapeError: There is not one label for each example.

    Source: Weston & Watkins 1999, "Support vector machines for multi-class pattern
    recognition".
    """
    hot, y_pred = right_class(y_true, y_pred)
    right = sum(y_pred * hot, axis=-1, keepdims=True)
    return sum(relu(y_pred - right + margin) * (1 - hot), axis=-1)


@dataclass(eq=False)
class MulticlassHinge(Loss):
    """What each wrong score lacks of lying a margin below the right one, summed.

    Args:
        margin: The lead wanted.
    """

    margin: float = 1.0
    _: KW_ONLY
    name: str | None = "multiclass_hinge"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return multiclass_hinge(y_true, y_pred, self.margin)

    def check_targets(self, y_true: Array, output: Shape) -> None:
        check_class_numbers(y_true, output)
