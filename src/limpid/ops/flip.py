from typing import Any

from limpid.graph.shapes import Axis, normalize_axes
from limpid.graph.tensor import Tensor, as_tensor


def flip(x: Any, /, axis: Axis = None) -> Tensor:
    """Return x with the order along the axes (all by default) reversed."""
    x = as_tensor(x)
    axes = normalize_axes(axis, len(x.shape))
    backwards = slice(None, None, -1)
    return x[tuple(backwards if i in axes else slice(None) for i in range(x.ndim))]
