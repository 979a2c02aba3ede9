from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, same_shape
from limpid.losses.probabilities import EPSILON, check_probabilities
from limpid.ops.clip import clip
from limpid.ops.log import log
from limpid.ops.softmax import softmax
from limpid.settings import require_fraction


def categorical_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Return -alpha sum(y_true (1 - p)**gamma log(p)) along the axis.

    Args:
        y_true: Probabilities, such as one-hot vectors.
        y_pred: Probabilities, or with `from_logits` their unnormalized logarithms.
        alpha: A weight of all classes, or one for each.
        gamma: How much easy examples are turned down.
        from_logits: Whether softmax is still to be taken.
        label_smoothing: The share of each target spread evenly over all classes.
        axis: Of the classes.

    Raises:
        ShapeError: The shapes differ.

    Source: Lin et al. 2017, arXiv:1708.02002.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    if label_smoothing:
        y_true = y_true * (1 - label_smoothing) + label_smoothing / y_pred.shape[axis]
    if from_logits:
        y_pred = softmax(y_pred, axis=axis)
    p = y_pred / sum(y_pred, axis=axis, keepdims=True)
    p = clip(p, EPSILON, 1 - EPSILON)
    return -sum(y_true * alpha * (1 - p) ** gamma * log(p), axis=axis)


@dataclass(eq=False)
class CategoricalFocalCrossentropy(Loss):
    """Cross-entropy of classes in which what is easy counts little."""

    alpha: float = 0.25
    gamma: float = 2.0
    from_logits: bool = False
    label_smoothing: float = 0.0
    axis: int = -1
    _: KW_ONLY
    name: str | None = "categorical_focal_crossentropy"

    def check(self) -> None:
        """Refuse smoothing outside [0, 1)."""
        require_fraction(self, "label_smoothing")

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Return the cross-entropy of each example."""
        return categorical_focal_crossentropy(
            y_true,
            y_pred,
            self.alpha,
            self.gamma,
            self.from_logits,
            self.label_smoothing,
            self.axis,
        )

    def check_targets(self, y_true: Array, output: Shape) -> None:  # noqa: ARG002
        check_probabilities(y_true)
