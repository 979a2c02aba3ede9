from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.shapes import Axis
from limpid.graph.tensor import Tensor
from limpid.ops.finfo import finfo
from limpid.ops.l2_normalize import l2_normalize
from limpid.ops.linalg.vector_norm import vector_norm
from limpid.ops.maximum import maximum


def normalize(
    x: Any, axis: Axis = -1, order: float = 2, epsilon: float | None = None
) -> Tensor:
    """Return x divided by its norm of the given order along the axes.

    Args:
        x: The array.
        axis: The axes.
        order: 1, 2, infinity, or any other order of a vector norm.
        epsilon: The least norm to divide by; the type's smallest step by default.
    """
    x = as_float(x)
    least = finfo(x.dtype).eps if epsilon is None else epsilon
    if order == 2:
        return l2_normalize(x, axis=axis, epsilon=least**2)
    norm = vector_norm(x, axis=axis, keepdims=True, ord=order)
    return x / maximum(norm, least)
