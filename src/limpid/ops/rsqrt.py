from typing import Any

from limpid.graph.tensor import Tensor
from limpid.ops.reciprocal import reciprocal
from limpid.ops.sqrt import sqrt


def rsqrt(x: Any, /) -> Tensor:
    """Return 1 / sqrt(x), elementwise."""
    return reciprocal(sqrt(x))
