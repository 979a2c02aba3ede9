from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, mean_over_features, same_shape
from limpid.losses.probabilities import EPSILON, check_probabilities
from limpid.ops.abs import abs
from limpid.ops.clip import clip
from limpid.ops.exp import exp
from limpid.ops.log import log
from limpid.ops.maximum import maximum
from limpid.settings import require_fraction


def binary_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Return the mean over the last axis of -(y log p + (1 - y) log(1 - p)).

    Args:
        y_true: 0 or 1, or probabilities.
        y_pred: Probabilities, or with `from_logits` the inputs of a sigmoid.
        from_logits: Whether sigmoid is still to be taken.
        label_smoothing: The share of each target drawn towards 1/2.
        axis: Along which the mean is taken: the last.

    Raises:
        ShapeError: The shapes differ.
    """
    del axis
    y, z = same_shape(y_true, y_pred)
    if label_smoothing:
        y = y * (1 - label_smoothing) + 0.5 * label_smoothing
    if from_logits:
        # log(1 + exp(z)) - y z, in the form whose exp cannot overflow.
        return mean_over_features(maximum(z, 0.0) - y * z + log(1 + exp(-abs(z))))
    p = clip(z, EPSILON, 1 - EPSILON)
    return mean_over_features(-(y * log(p) + (1 - y) * log(1 - p)))


@dataclass(eq=False)
class BinaryCrossentropy(Loss):
    """Cross-entropy between yes-or-no targets and predictions."""

    from_logits: bool = False
    label_smoothing: float = 0.0
    axis: int = -1
    _: KW_ONLY
    name: str | None = "binary_crossentropy"

    def check(self) -> None:
        """Refuse smoothing outside [0, 1)."""
        require_fraction(self, "label_smoothing")

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Return the cross-entropy of each example."""
        return binary_crossentropy(
            y_true, y_pred, self.from_logits, self.label_smoothing
        )

    def check_targets(self, y_true: Array, output: Shape) -> None:  # noqa: ARG002
        check_probabilities(y_true)
