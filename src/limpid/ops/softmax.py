from typing import Any

from limpid.graph.arithmetic import as_float, sum
from limpid.graph.shapes import Axis
from limpid.graph.tensor import Tensor
from limpid.ops.exp import exp
from limpid.ops.max import max
from limpid.ops.stop_gradient import stop_gradient


def softmax(x: Any, axis: Axis = -1) -> Tensor:
    """Return exp(x) / sum(exp(x)) along the axis: positive, with sum 1.

    Subtracting the largest element changes nothing but keeps exp finite.
    """
    x = as_float(x)
    powers = exp(x - stop_gradient(max(x, axis=axis, keepdims=True)))
    return powers / sum(powers, axis=axis, keepdims=True)
