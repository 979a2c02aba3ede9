from typing import Any

from limpid.graph.arithmetic import astype, sum
from limpid.graph.shapes import Axis
from limpid.graph.tensor import Tensor


def count_nonzero(x: Any, /, axis: Axis = None, *, keepdims: bool = False) -> Tensor:
    """Return how many elements are not 0, over the axes (all by default)."""
    return sum(astype(x, "bool"), axis=axis, keepdims=keepdims)
