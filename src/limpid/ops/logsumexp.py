from typing import Any

from limpid.graph.arithmetic import as_float, reshape, sum
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import Axis, normalize_axes, reduced
from limpid.graph.tensor import Tensor
from limpid.ops.exp import exp
from limpid.ops.isfinite import isfinite
from limpid.ops.log import log
from limpid.ops.max import max
from limpid.ops.stop_gradient import stop_gradient
from limpid.ops.where import where


@deferrable
def logsumexp(x: Any, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Return log(sum(exp(x))) over the axes, finite wherever the truth is."""
    x = as_float(x)
    axes = normalize_axes(axis, len(x.shape))
    largest = stop_gradient(max(x, axis=axes, keepdims=True))
    # Infinite maxima would give infinity minus infinity.
    shift = where(isfinite(largest), largest, 0.0)
    result = log(sum(exp(x - shift), axis=axes, keepdims=True)) + shift
    return (
        result if keepdims else reshape(result, reduced(x.shape, axes, keepdims=False))
    )
