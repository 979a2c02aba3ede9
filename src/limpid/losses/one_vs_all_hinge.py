from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.losses.labels import check_class_numbers, right_class
from limpid.losses.loss import Loss
from limpid.ops.relu import relu


def one_vs_all_hinge(y_true: Any, y_pred: Any, margin: float = 1.0) -> Tensor:
    """Return the sum over the classes of max(0, margin - t score); t is 1 or -1.

    Args:
        y_true: The class numbers.
        y_pred: Scores of any size: (..., classes).
        margin: The lead wanted.

    Raises:
        ShapeError: There is not one label for each example.

    Source: Rifkin & Klautau 2004, "In defense of one-vs-all classification".
    """
    hot, y_pred = right_class(y_true, y_pred)
    return sum(relu(margin - (2 * hot - 1) * y_pred), axis=-1)


@dataclass(eq=False)
class OneVsAllHinge(Loss):
    """One yes-or-no hinge loss for each class, summed.

    Args:
        margin: The lead wanted.
    """

    margin: float = 1.0
    _: KW_ONLY
    name: str | None = "one_vs_all_hinge"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return one_vs_all_hinge(y_true, y_pred, self.margin)

    def check_targets(self, y_true: Array, output: Shape) -> None:
        check_class_numbers(y_true, output)
