from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, same_shape
from limpid.losses.probabilities import EPSILON, check_probabilities


def tversky(
    y_true: Any, y_pred: Any, alpha: float = 0.5, beta: float = 0.5, axis: Any = None
) -> Tensor:
    """Return 1 - both / (both + alpha missed + beta invented), sums over the axes.

    Args:
        y_true: What belongs to the object: 0 to 1.
        y_pred: What is predicted to: 0 to 1.
        alpha: The weight of what was missed.
        beta: The weight of what was invented.
        axis: Of the sums; all by default, which gives one number for the batch.

    Raises:
        ShapeError: The shapes differ.

    Source: Salehi et al. 2017, arXiv:1706.05721.
    """
    y, p = same_shape(y_true, y_pred)
    both = sum(y * p, axis=axis)
    missed, invented = sum(y * (1 - p), axis=axis), sum((1 - y) * p, axis=axis)
    return 1 - both / (both + missed * alpha + invented * beta + EPSILON)


@dataclass(eq=False)
class Tversky(Loss):
    """How far an object and its prediction are from overlapping, misses weighed."""

    alpha: float = 0.5
    beta: float = 0.5
    _: KW_ONLY
    axis: Any = None
    name: str | None = "tversky"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return tversky(y_true, y_pred, self.alpha, self.beta, self.axis)

    def check_targets(self, y_true: Array, output: Shape) -> None:  # noqa: ARG002
        check_probabilities(y_true)
