from typing import Any

from limpid.graph.arithmetic import as_float, sum
from limpid.graph.shapes import Axis
from limpid.graph.tensor import Tensor
from limpid.ops.maximum import maximum
from limpid.ops.rsqrt import rsqrt
from limpid.ops.square import square


def l2_normalize(x: Any, axis: Axis = -1, epsilon: float = 1e-12) -> Tensor:
    """Return x scaled to length 1 along the axes.

    Args:
        x: The array.
        axis: The axes.
        epsilon: The least squared length; shorter vectors are not stretched to 1.
    """
    x = as_float(x)
    squares = sum(square(x), axis=axis, keepdims=True)
    return x * rsqrt(maximum(squares, epsilon))
