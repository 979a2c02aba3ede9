from typing import Any

from limpid.graph.arithmetic import pair
from limpid.graph.tensor import Tensor
from limpid.ops.tensordot import tensordot


def dot(x1: Any, x2: Any, /) -> Tensor:
    """Return NumPy's dot: products summed over x1's last and x2's second-last axis.

    For vectors the inner product, for matrices the matrix product, for scalars the
    product.
    """
    x, y = pair(x1, x2)
    if not x.shape or not y.shape:
        return x * y
    return tensordot(x, y, axes=((-1,), (max(y.ndim - 2, 0),)))
