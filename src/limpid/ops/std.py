from typing import Any

from limpid.graph.shapes import Axis
from limpid.graph.tensor import Tensor
from limpid.ops.sqrt import sqrt
from limpid.ops.var import var


def std(
    x: Any, /, axis: Axis = None, *, correction: float = 0.0, keepdims: bool = False
) -> Tensor:
    """Return the standard deviation over the axes: the root of `var`."""
    return sqrt(var(x, axis=axis, correction=correction, keepdims=keepdims))
