"""What is checked before anything is updated."""

import warnings
from typing import Any

import numpy as np

from limpid.errors import DataError
from limpid.graph.tree import leaves
from limpid.losses.sparse_categorical_crossentropy import SparseCategoricalCrossentropy


def check_finite(name: str, data: Any) -> None:
    """Raise DataError if floats among the data are NaN or infinite.

    Args:
        name: How to call the data in the message.
        data: Nested arrays.
    """
    for array in leaves(data):
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            wrong = np.argwhere(~np.isfinite(array))[0]
            position = ", ".join(str(int(i)) for i in wrong)
            raise DataError(
                f"{name}[{position}] is {array[tuple(wrong)]}; expected finite numbers: "
                "clean the data, e.g. with np.nan_to_num."
            )


def check_labels(y: Any, num_classes: int, ignored: int | None = None) -> None:
    """Raise DataError if a class number is outside 0..num_classes-1."""
    labels = np.asarray(y)
    wrong = (labels < 0) | (labels >= num_classes)
    if ignored is not None:
        wrong &= labels != ignored
    if labels.dtype.kind == "f":
        wrong |= labels != np.floor(labels)
    if wrong.any():
        row = int(np.argwhere(wrong)[0][0])
        raise DataError(
            f"The label of example {row} is {labels[wrong][0]}; expected whole numbers "
            f"from 0 to {num_classes - 1}, since the model has {num_classes} outputs."
        )


def check_targets(objectives: Any, y: Any, outputs: Any) -> None:
    """Check labels against the shapes of the model's outputs, before any update."""
    if y is None or not objectives.losses:
        return
    pairs = objectives.pairs(y, outputs)
    losses = objectives.losses * len(pairs) if len(objectives.losses) == 1 else objectives.losses
    for (target, output), loss in zip(pairs, losses, strict=False):
        if isinstance(loss, SparseCategoricalCrossentropy):
            check_labels(target, output.shape[-1], loss.ignore_class)


def warn_of_double_softmax(model: Any, objectives: Any) -> None:
    """Warn if the last layer takes softmax and the loss would take it again."""
    layers = model.layers
    if not layers:
        return
    last = getattr(layers[-1], "activation", None)
    name = last if isinstance(last, str) else getattr(last, "__name__", "")
    if type(layers[-1]).__name__ == "Softmax":
        name = "softmax"
    twice = [loss for loss in objectives.losses if getattr(loss, "from_logits", False)]
    if twice and name in {"softmax", "sigmoid"}:
        warnings.warn(
            f"The last layer applies {name} and the loss has from_logits=True, which "
            f"applies it again: drop one of the two.",
            stacklevel=3,
        )
