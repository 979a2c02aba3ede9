"""Targets that are class numbers, or yes and no."""

from typing import Any

import numpy as np

from limpid.errors import DataError, ShapeError
from limpid.graph.arithmetic import as_float, astype, reshape
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.all import all
from limpid.ops.logical_or import logical_or
from limpid.ops.one_hot import one_hot

__all__: list[str] = []


def class_numbers(y_true: Any, y_pred: Any) -> tuple[Tensor, Tensor]:
    """Return integer labels, one for each example, and the predictions.

    A last axis of size 1 is dropped from the labels; nothing is broadcast.

    Raises:
        ShapeError: There is not one label for each example.
    """
    labels, y_pred = as_tensor(y_true), as_float(y_pred)
    if labels.shape == (*y_pred.shape[:-1], 1):
        labels = reshape(labels, y_pred.shape[:-1])
    if labels.shape != y_pred.shape[:-1]:
        raise ShapeError(
            f"labels have shape {labels.shape} but predictions {y_pred.shape}; "
            f"expected one class number for each example: shape {y_pred.shape[:-1]}. "
            "For one-hot targets use categorical_crossentropy."
        )
    return astype(labels, "int64", copy=False), y_pred


def right_class(y_true: Any, y_pred: Any) -> tuple[Tensor, Tensor]:
    """Return a 1 at each example's class and 0 elsewhere, and the predictions."""
    labels, y_pred = class_numbers(y_true, y_pred)
    return one_hot(labels, y_pred.shape[-1], dtype=y_pred.dtype), y_pred


def check_class_numbers(y: Array, output: Shape, ignored: int | None = None) -> None:
    """Raise DataError unless labels are whole numbers from 0 to the last class.

    Args:
        y: The labels of any number of examples.
        output: The shape of the model's output, its last size the classes.
        ignored: A label that may be outside.
    """
    num_classes = output[-1]
    wrong = (y < 0) | (y >= num_classes)
    if ignored is not None:
        wrong &= y != ignored
    if y.dtype.kind == "f":
        wrong |= y != np.floor(y)
    if wrong.any():
        row = int(np.argwhere(wrong)[0][0])
        raise DataError(
            f"The label of example {row} is {y[wrong][0]}; expected whole numbers from "
            f"0 to {num_classes - 1}, since the model has {num_classes} outputs."
        )


def signs(y_true: Tensor) -> Tensor:
    """Return targets with 0 turned to -1 if they are all 0 or 1, as Keras does."""
    binary = astype(all(logical_or(y_true == 0, y_true == 1)), y_true.dtype)
    return y_true + binary * (y_true - 1)
