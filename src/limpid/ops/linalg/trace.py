from typing import Any

from limpid.graph.arithmetic import sum
from limpid.graph.tensor import Tensor
from limpid.ops.linalg.diagonal import diagonal


def trace(x: Any, /, *, offset: int = 0, dtype: Any = None) -> Tensor:
    """Return the sum of a diagonal of matrices, `offset` places above the main one."""
    return sum(diagonal(x, offset=offset), axis=-1, dtype=dtype)
