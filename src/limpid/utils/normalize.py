from typing import Any

import numpy as np

from limpid.graph.op import Array
from limpid.ops.normalize import normalize as scaled


def normalize(x: Any, axis: int = -1, order: float = 2) -> Array:
    """Return an array scaled to norm 1 along an axis; zeros stay zeros.

    Args:
        x: The array.
        axis: Along which each vector lies.
        order: Of the norm.

    Example:
        >>> normalize([[3.0, 4.0]])
        array([[0.6, 0.8]], dtype=float32)
    """
    return np.array(scaled(x, axis=axis, order=order))
