from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.losses.loss import Loss, mean_over_features, same_shape
from limpid.losses.probabilities import EPSILON, check_probabilities
from limpid.ops.clip import clip
from limpid.ops.log import log
from limpid.ops.sigmoid import sigmoid
from limpid.settings import require_fraction


def binary_focal_crossentropy(
    y_true: Any,
    y_pred: Any,
    apply_class_balancing: bool = False,
    alpha: float = 0.25,
    gamma: float = 2.0,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Tensor:
    """Return the mean over the last axis of -(1 - right)**gamma log(right).

    `right` is the probability given to the true answer: what is easy counts little.

    Args:
        y_true: 0 or 1, or probabilities.
        y_pred: Probabilities, or with `from_logits` the inputs of a sigmoid.
        apply_class_balancing: Whether ones count `alpha` and zeros 1 - `alpha`.
        alpha: The share of the ones.
        gamma: How much easy examples are turned down; 0 is plain cross-entropy.
        from_logits: Whether sigmoid is still to be taken.
        label_smoothing: The share of each target drawn towards 1/2.
        axis: Along which the mean is taken: the last.

    Raises:
        ShapeError: The shapes differ.

    Source: Lin et al. 2017, arXiv:1708.02002.
    """
    del axis
    y, z = same_shape(y_true, y_pred)
    if label_smoothing:
        y = y * (1 - label_smoothing) + 0.5 * label_smoothing
    p = clip(sigmoid(z) if from_logits else z, EPSILON, 1 - EPSILON)
    wrong = y * (1 - p) + (1 - y) * p
    losses = -(wrong**gamma) * (y * log(p) + (1 - y) * log(1 - p))
    if apply_class_balancing:
        losses = losses * (y * alpha + (1 - y) * (1 - alpha))
    return mean_over_features(losses)


@dataclass(eq=False)
class BinaryFocalCrossentropy(Loss):
    """Cross-entropy of yes and no in which what is easy counts little."""

    apply_class_balancing: bool = False
    alpha: float = 0.25
    gamma: float = 2.0
    from_logits: bool = False
    label_smoothing: float = 0.0
    axis: int = -1
    _: KW_ONLY
    name: str | None = "binary_focal_crossentropy"

    def check(self) -> None:
        """Refuse smoothing outside [0, 1)."""
        require_fraction(self, "label_smoothing")

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Return the cross-entropy of each example."""
        return binary_focal_crossentropy(
            y_true,
            y_pred,
            self.apply_class_balancing,
            self.alpha,
            self.gamma,
            self.from_logits,
            self.label_smoothing,
        )

    def check_targets(self, y_true: Array, output: Shape) -> None:  # noqa: ARG002
        check_probabilities(y_true)
