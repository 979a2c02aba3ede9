import math
from typing import Any

from limpid.errors import ConfigError
from limpid.graph.arithmetic import reshape, sum
from limpid.graph.tensor import Tensor
from limpid.ops.abs import abs
from limpid.ops.linalg.decomposition import matrices
from limpid.ops.linalg.svdvals import svdvals
from limpid.ops.linalg.vector_norm import vector_norm
from limpid.ops.max import max
from limpid.ops.min import min

ORDERS = (1, -1, 2, -2, math.inf, -math.inf, "fro", "nuc")


def matrix_norm(x: Any, /, *, keepdims: bool = False, ord: Any = "fro") -> Tensor:
    """Return the norm of matrices.

    Args:
        x: Matrices (..., n, m).
        keepdims: Keep the last two axes with size 1.
        ord: 'fro' is the root of the sum of squares, 'nuc' the sum of the singular
            values, 2 the largest of them, 1 the largest sum of a column's magnitudes,
            infinity that of a row; negative ones take the smallest.

    Raises:
        ConfigError: The order is unknown.
    """
    x = matrices(x)
    if ord not in ORDERS:
        raise ConfigError(f"matrix_norm got ord {ord!r}; known: {ORDERS}")
    norm = _norm(x, ord)
    return reshape(norm, (*norm.shape, 1, 1)) if keepdims else norm


def _norm(x: Tensor, ord: Any) -> Tensor:
    if ord == "fro":
        return vector_norm(x, axis=(-2, -1))
    if ord == "nuc":
        return sum(svdvals(x), axis=-1)
    extreme = max if ord > 0 else min
    if ord in {2, -2}:
        return extreme(svdvals(x), axis=-1)
    summed = -2 if ord in {1, -1} else -1
    return extreme(sum(abs(x), axis=summed), axis=-1)
