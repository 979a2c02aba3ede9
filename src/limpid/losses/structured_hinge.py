from dataclasses import KW_ONLY, dataclass
from math import inf
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.losses.labels import check_class_numbers, right_class
from limpid.losses.loss import Loss
from limpid.ops.max import max
from limpid.ops.relu import relu
from limpid.ops.where import where


def structured_hinge(y_true: Any, y_pred: Any, margin: float = 1.0) -> Tensor:
    """Return max(0, largest wrong score - right score + margin).

    Args:
        y_true: The class numbers.
        y_pred: Scores of any size: (..., classes).
        margin: The lead wanted.

    Raises:
        ShapeError: There is not one label for each example.

    Source: Crammer & Singer 2001, "On the algorithmic implementation of multiclass
    kernel-based vector machines".
    """
    hot, y_pred = right_class(y_true, y_pred)
    right = sum(y_pred * hot, axis=-1)
    wrong = max(where(hot == 1, -inf, y_pred), axis=-1)
    return relu(wrong - right + margin)


@dataclass(eq=False)
class StructuredHinge(Loss):
    """What the largest wrong score lacks of lying a margin below the right one.

    Args:
        margin: The lead wanted.
    """

    margin: float = 1.0
    _: KW_ONLY
    name: str | None = "structured_hinge"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return structured_hinge(y_true, y_pred, self.margin)

    def check_targets(self, y_true: Array, output: Shape) -> None:
        check_class_numbers(y_true, output)
