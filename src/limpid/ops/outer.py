from typing import Any

from limpid.graph.arithmetic import reshape
from limpid.graph.tensor import Tensor


def outer(x1: Any, x2: Any, /) -> Tensor:
    """Return the product of each element of x1 with each of x2, as a matrix."""
    return reshape(x1, (-1, 1)) * reshape(x2, (1, -1))
