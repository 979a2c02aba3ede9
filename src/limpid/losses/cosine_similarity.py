from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, same_shape
from limpid.ops.normalize import normalize


def cosine_similarity(y_true: Any, y_pred: Any, axis: int = -1) -> Tensor:
    """Return minus the cosine of the angle between targets and predictions.

    -1 for equal directions, 1 for opposite ones; 0 if a vector is zero.

    Raises:
        ShapeError: The shapes differ: nothing is broadcast.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    return -sum(normalize(y_true, axis=axis) * normalize(y_pred, axis=axis), axis=axis)


@dataclass(eq=False)
class CosineSimilarity(Loss):
    """Minus the cosine of the angle: only directions count, not lengths."""

    axis: int = -1
    _: KW_ONLY
    name: str | None = "cosine_similarity"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        return cosine_similarity(y_true, y_pred, self.axis)
