from dataclasses import dataclass
from typing import Any

from limpid.errors import ConfigError, ShapeError
from limpid.graph.arithmetic import as_float, astype, reshape
from limpid.graph.tensor import Tensor, as_tensor
from limpid.losses.loss import Loss
from limpid.losses.probabilities import log_probabilities
from limpid.ops.expand_dims import expand_dims
from limpid.ops.take_along_axis import take_along_axis


def sparse_categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,  # noqa: FBT001, FBT002 - Keras's signature
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
    y_pred, labels = as_float(y_pred), as_tensor(y_true)
    if axis not in {-1, len(y_pred.shape) - 1}:
        raise ConfigError(f"axis={axis}: expected the last axis, -1.")
    if labels.shape == (*y_pred.shape[:-1], 1):
        labels = reshape(labels, y_pred.shape[:-1])
    if labels.shape != y_pred.shape[:-1]:
        raise ShapeError(
            f"labels have shape {labels.shape} but predictions {y_pred.shape}; expected "
            f"one class number for each example: shape {y_pred.shape[:-1]}. For one-hot "
            "targets use categorical_crossentropy."
        )
    labels = astype(labels, "int64", copy=False)
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
    name: str | None = "sparse_categorical_crossentropy"

    def call(self, y_true: Tensor, y_pred: Tensor) -> Tensor:
        """Return the cross-entropy of each example."""
        return sparse_categorical_crossentropy(
            y_true, y_pred, self.from_logits, self.ignore_class, self.axis
        )
