import math
from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.erf import erf
from limpid.ops.tanh import tanh


def gelu(x: Any, /, approximate: bool = True) -> Tensor:
    """Return x times the normal distribution's mass below x, elementwise.

    Args:
        x: The array.
        approximate: Whether tanh stands in for the error function, Keras's default.

    Source: Hendrycks & Gimpel 2016, arXiv:1606.08415, section 2.
    """
    x = as_float(x)
    if approximate:
        inner = (x + x * x * x * 0.044715) * math.sqrt(2 / math.pi)
        return x * 0.5 * (tanh(inner) + 1.0)
    return x * 0.5 * (erf(x * math.sqrt(0.5)) + 1.0)
