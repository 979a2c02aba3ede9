from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.expm1 import expm1
from limpid.ops.greater import greater
from limpid.ops.minimum import minimum
from limpid.ops.where import where


def celu(x: Any, /, alpha: float = 1.0) -> Tensor:
    """Return x where positive, else alpha * (exp(x / alpha) - 1), elementwise.

    Source: Barron 2017, arXiv:1704.07483.
    """
    x = as_float(x)
    return where(greater(x, 0.0), x, expm1(minimum(x, 0.0) / alpha) * alpha)
