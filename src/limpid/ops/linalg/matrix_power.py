from typing import Any

import numpy as np

from limpid.graph.tensor import Tensor
from limpid.ops.linalg.decomposition import matrices
from limpid.ops.linalg.inv import inv
from limpid.ops.matmul import matmul


def matrix_power(x: Any, n: int, /) -> Tensor:
    """Return the n-th power of square matrices; a negative n takes the inverse.

    Raises:
        ShapeError: They are not square.
    """
    x = matrices(x, square=True)
    base = inv(x) if n < 0 else x
    identity = np.broadcast_to(np.eye(x.shape[-1], dtype=x.dtype), x.shape)
    result = None
    # Binary powering: x**13 = x**8 * x**4 * x.
    for bit in reversed(f"{n if n >= 0 else -n:b}"):
        if bit == "1":
            result = base if result is None else matmul(result, base)
        base = matmul(base, base)
    return Tensor(identity) if result is None else result
