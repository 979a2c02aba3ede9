from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.ops.finfo import finfo
from limpid.ops.greater import greater
from limpid.ops.linalg.decomposition import long_side, matrices
from limpid.ops.linalg.svdvals import svdvals
from limpid.ops.max import max


def matrix_rank(x: Any, /, *, rtol: float | None = None) -> Tensor:
    """Return how many singular values are not negligible beside the largest.

    Args:
        x: Matrices.
        rtol: What is negligible; the longer side times the type's smallest step by
            default.
    """
    x = matrices(x)
    values = svdvals(x)
    share = long_side(x.shape) * finfo(x.dtype).eps if rtol is None else rtol
    return sum(greater(values, max(values, axis=-1, keepdims=True) * share), axis=-1)
