from typing import Any

from limpid.graph.arithmetic import as_float, sum
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import Axis, normalize_axes, product
from limpid.graph.tensor import Tensor
from limpid.ops.mean import mean
from limpid.ops.square import square


@deferrable
def var(
    x: Any, /, axis: Axis = None, *, correction: float = 0.0, keepdims: bool = False
) -> Tensor:
    """Return the variance over the axes (all by default).

    Args:
        x: The array.
        axis: The axes.
        correction: Taken from the number of elements; 1 estimates a population's
            variance from a sample.
        keepdims: Keep the axes with size 1.
    """
    x = as_float(x)
    axes = normalize_axes(axis, len(x.shape))
    count = product(x.shape[i] for i in axes)
    deviations = square(x - mean(x, axis=axes, keepdims=True))
    return sum(deviations, axis=axes, keepdims=keepdims) / max(count - correction, 0)
