from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, same_shape
from limpid.losses.probabilities import EPSILON, check_probabilities


def dice(y_true: Any, y_pred: Any, axis: Any = None) -> Tensor:
    """Return 1 - 2 sum(y p) / (sum(y) + sum(p)), sums over the axes.

    Args:
        y_true: What belongs to the object: 0 to 1.
        y_pred: What is predicted to: 0 to 1.
        axis: Of the sums; all by default, which gives one number for the batch.

    Raises:
        ShapeError: The shapes differ.

    Source: Milletari et al. 2016, arXiv:1606.04797.
    """
    y, p = same_shape(y_true, y_pred)
    sizes = sum(y, axis=axis) + sum(p, axis=axis)
    return 1 - 2 * sum(y * p, axis=axis) / (sizes + EPSILON)


@dataclass(eq=False)
class Dice(Loss):
    """How far an object and its prediction are from overlapping."""

    _: KW_ONLY
    axis: Any = None
    name: str | None = "dice"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return dice(y_true, y_pred, self.axis)

    def check_targets(self, y_true: Array, output: Shape) -> None:  # noqa: ARG002
        check_probabilities(y_true)
