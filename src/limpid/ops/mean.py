from typing import Any

from limpid.graph.arithmetic import as_float, sum
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import Axis, normalize_axes, product
from limpid.graph.tensor import Tensor


@deferrable
def mean(x: Any, /, axis: Axis = None, *, keepdims: bool = False) -> Tensor:
    """Return the arithmetic mean over the axes (all by default)."""
    x = as_float(x)
    axes = normalize_axes(axis, len(x.shape))
    count = product(x.shape[i] for i in axes)
    return sum(x, axis=axes, keepdims=keepdims) / count
