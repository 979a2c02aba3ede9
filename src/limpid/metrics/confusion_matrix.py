from typing import Any

import numpy as np

from limpid.errors import DataError, ShapeError
from limpid.graph.op import Array
from limpid.graph.tensor import as_array


def confusion_matrix(y_true: Any, y_pred: Any, num_classes: int | None = None) -> Array:
    """Return how often each true class (row) was taken for each class (column).

    Args:
        y_true: The true class numbers.
        y_pred: The guessed class numbers, or scores with the classes last.
        num_classes: By default as many as occur.

    Raises:
        ShapeError: The numbers of examples differ.
        DataError: A class number is negative or too large.

    Example:
        >>> confusion_matrix([0, 1, 1], [0, 1, 0])
        array([[1, 0],
               [1, 1]])
    """
    truth, guess = as_array(y_true).ravel(), as_array(y_pred)
    if guess.ndim > 1:
        num_classes = num_classes or guess.shape[-1]
        guess = guess.argmax(-1).ravel()
    if truth.shape != guess.shape:
        raise ShapeError(
            f"There are {truth.size} targets but {guess.size} predictions; "
            "give one of each for every example."
        )
    pairs = np.stack([truth, guess]).astype(np.int64)
    size = num_classes or int(pairs.max(initial=-1)) + 1
    if ((pairs < 0) | (pairs >= size)).any():
        raise DataError(f"Class numbers must be from 0 to {size - 1}.")
    counts = np.bincount(pairs[0] * size + pairs[1], minlength=size * size)
    return counts.reshape(size, size)
