from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.expm1 import expm1
from limpid.ops.greater import greater
from limpid.ops.where import where


def celu(x: Any, /, alpha: float = 1.0) -> Tensor:
    """Return x where positive, else alpha * (exp(x / alpha) - 1), elementwise.

    Source: Barron 2017, arXiv:1704.07483.
    """
    x = as_float(x)
    positive = greater(x, 0.0)
    # As in elu, no large x may reach expm1.
    below = where(positive, 0.0, x)
    return where(positive, x, expm1(below / alpha) * alpha)
