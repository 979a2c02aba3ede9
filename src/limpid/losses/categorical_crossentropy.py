from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, same_shape
from limpid.losses.probabilities import check_probabilities, log_probabilities
from limpid.settings import require_fraction


def categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Return -sum(y_true * log(p)) along the axis.

    Args:
        y_true: Probabilities, such as one-hot vectors.
        y_pred: Probabilities, or with `from_logits` their unnormalized logarithms.
        from_logits: Whether softmax is still to be taken.
        label_smoothing: The share of each target spread evenly over all classes.
        axis: Of the classes.

    Raises:
        ShapeError: The shapes differ.
    """
    y_true, y_pred = same_shape(y_true, y_pred)
    if label_smoothing:
        y_true = y_true * (1 - label_smoothing) + label_smoothing / y_pred.shape[axis]
    return -sum(
        y_true * log_probabilities(y_pred, from_logits=from_logits, axis=axis),
        axis=axis,
    )


@dataclass(eq=False)
class CategoricalCrossentropy(Loss):
    """Cross-entropy between one-hot (or soft) targets and predictions."""

    from_logits: bool = False
    label_smoothing: float = 0.0
    axis: int = -1
    _: KW_ONLY
    name: str | None = "categorical_crossentropy"

    def check(self) -> None:
        """Refuse smoothing outside [0, 1)."""
        require_fraction(self, "label_smoothing")

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Return the cross-entropy of each example."""
        return categorical_crossentropy(
            y_true, y_pred, self.from_logits, self.label_smoothing, self.axis
        )

    def check_targets(self, y_true: Array, output: Shape) -> None:  # noqa: ARG002
        check_probabilities(y_true)
