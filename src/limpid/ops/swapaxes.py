from typing import Any

from limpid.graph.shapes import normalize_axis
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.transpose import transpose


def swapaxes(x: Any, axis1: int, axis2: int) -> Tensor:
    """Return x with two axes exchanged."""
    x = as_tensor(x)
    first, second = (normalize_axis(a, len(x.shape)) for a in (axis1, axis2))
    order = list(range(x.ndim))
    order[first], order[second] = second, first
    return transpose(x, tuple(order))
