from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.greater import greater
from limpid.ops.where import where


def leaky_relu(x: Any, /, negative_slope: float = 0.2) -> Tensor:
    """Return x where positive, else negative_slope * x, elementwise.

    Source: Maas, Hannun & Ng 2013. The derivative at 0 is the negative slope.
    """
    x = as_float(x)
    return where(greater(x, 0.0), x, x * negative_slope)
