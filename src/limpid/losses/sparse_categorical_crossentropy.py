from dataclasses import KW_ONLY, dataclass
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.arithmetic import astype, reshape, sum
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, as_tensor
from limpid.losses.labels import check_class_numbers, class_numbers
from limpid.losses.loss import Loss
from limpid.losses.probabilities import log_probabilities
from limpid.ops.expand_dims import expand_dims
from limpid.ops.maximum import maximum
from limpid.ops.take_along_axis import take_along_axis

MEANS = ("mean", "batch_size")


def sparse_categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    ignore_class: int | None = None,
    axis: int = -1,
) -> Tensor:
    """Return -log(p[y_true]) for each example.

    Args:
        y_true: The class numbers, 0 to classes - 1; a last axis of size 1 is dropped.
        y_pred: Probabilities, or with `from_logits` their unnormalized logarithms.
        from_logits: Whether softmax is still to be taken.
        ignore_class: Examples of this class cost nothing.
        axis: Of the classes: the last.

    Raises:
        ShapeError: There is not one label for each example.
        DataError: A label is out of range.
    """
    labels, y_pred = class_numbers(y_true, y_pred)
    if axis not in {-1, len(y_pred.shape) - 1}:
        raise ConfigError(f"axis={axis}: expected the last axis, -1.")
    weight = None
    if ignore_class is not None:
        weight = astype(labels != ignore_class, y_pred.dtype)
        labels = labels * astype(labels != ignore_class, "int64")
    logs = log_probabilities(y_pred, from_logits=from_logits, axis=-1)
    picked = take_along_axis(logs, expand_dims(labels, axis=-1), axis=-1)
    losses = -reshape(picked, labels.shape)
    return losses if weight is None else losses * weight


@dataclass(eq=False)
class SparseCategoricalCrossentropy(Loss):
    """Cross-entropy between class numbers and predictions."""

    from_logits: bool = False
    ignore_class: int | None = None
    axis: int = -1
    _: KW_ONLY
    name: str | None = "sparse_categorical_crossentropy"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        losses = sparse_categorical_crossentropy(
            y_true, y_pred, self.from_logits, self.ignore_class, self.axis
        )
        if self.ignore_class is None or not str(self.reduction).endswith(MEANS):
            return losses
        # As in Keras, the mean is one over the examples that count.
        counted = sum(astype(as_tensor(y_true) != self.ignore_class, losses.dtype))
        return losses * (losses.size / maximum(counted, 1.0))

    def check_targets(self, y_true: Array, output: Shape) -> None:
        check_class_numbers(y_true, output, self.ignore_class)
