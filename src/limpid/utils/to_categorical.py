from typing import Any

import numpy as np

from limpid.graph.dtypes import floatx
from limpid.graph.op import Array
from limpid.graph.tensor import as_array
from limpid.losses.labels import check_class_numbers


def to_categorical(x: Any, num_classes: int | None = None) -> Array:
    """Return class numbers as one-hot vectors.

    Args:
        x: Whole numbers from 0; a last axis of size 1 is dropped.
        num_classes: By default the largest number plus one.

    Raises:
        DataError: A number is negative, broken or too large.

    Example:
        >>> to_categorical([0, 2])
        array([[1., 0., 0.],
               [0., 0., 1.]], dtype=float32)
    """
    labels = as_array(x)
    if labels.ndim > 1 and labels.shape[-1] == 1:
        labels = labels[..., 0]
    size = int(labels.max(initial=-1)) + 1 if num_classes is None else num_classes
    check_class_numbers(labels, (size,))
    return np.eye(size, dtype=floatx())[labels.astype(np.int64)]
