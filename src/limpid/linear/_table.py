"""Examples of two classes, checked and given a last column of ones for the bias."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import DataError, ShapeError
from limpid.graph.tensor import as_tensor
from limpid.linear.update import Numbers

Labels = NDArray[Any]


def inputs(x: Any) -> Numbers:
    """Return examples with a last column of ones.

    Raises:
        DataError: There is no example, or a number is not finite.
        ShapeError: x has not two axes.
    """
    points = np.asarray(as_tensor(x).numpy(), np.float64)
    if points.ndim != 2:
        raise ShapeError(f"x has shape {points.shape}; expected (examples, features).")
    if not len(points) or not np.isfinite(points).all():
        raise DataError("x is empty or not finite; expected at least one example.")
    return np.column_stack([points, np.ones(len(points))])


def table(x: Any, y: Any) -> tuple[Numbers, Numbers, Labels]:
    """Return inputs, targets (1 for the second label, else -1) and the two labels.

    Raises:
        DataError: There are not two different labels.
        ShapeError: There is not one label for each example.
    """
    points, labels = inputs(x), np.asarray(y)
    if labels.shape not in {(len(points),), (len(points), 1)}:
        raise ShapeError(
            f"y has shape {labels.shape}; expected one label for each of the "
            f"{len(points)} examples."
        )
    classes = np.unique(labels)
    if len(classes) != 2:
        raise DataError(
            f"y holds {len(classes)} different labels; a single neuron tells two "
            "classes apart."
        )
    return points, np.where(labels.ravel() == classes[1], 1.0, -1.0), classes
