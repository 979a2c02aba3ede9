import math
from typing import Any

from limpid.graph.arithmetic import as_float, astype, sum
from limpid.graph.shapes import Axis
from limpid.graph.tensor import Tensor
from limpid.ops.abs import abs
from limpid.ops.count_nonzero import count_nonzero
from limpid.ops.max import max
from limpid.ops.min import min
from limpid.ops.sqrt import sqrt
from limpid.ops.square import square


def vector_norm(
    x: Any, /, *, axis: Axis = None, keepdims: bool = False, ord: float = 2
) -> Tensor:
    """Return the length of vectors along the axes: sum(|x|**ord)**(1 / ord).

    Args:
        x: The array.
        axis: The axes; all together by default.
        keepdims: Keep the axes with size 1.
        ord: 2 is Euclid's length, 1 the sum, infinity the largest and minus infinity
            the smallest magnitude, 0 the number of elements that are not 0.
    """
    x = as_float(x)
    if ord in {math.inf, -math.inf}:
        extreme = max if ord > 0 else min
        return extreme(abs(x), axis=axis, keepdims=keepdims)
    if ord == 0:
        return astype(count_nonzero(x, axis=axis, keepdims=keepdims), x.dtype)
    if ord == 2:
        return sqrt(sum(square(x), axis=axis, keepdims=keepdims))
    return sum(abs(x) ** ord, axis=axis, keepdims=keepdims) ** (1 / ord)
