from typing import Any

from limpid.graph.arithmetic import as_float
from limpid.graph.tensor import Tensor
from limpid.ops.expm1 import expm1
from limpid.ops.greater import greater
from limpid.ops.where import where


def elu(x: Any, /, alpha: float = 1.0) -> Tensor:
    """Return x where positive, else alpha * (exp(x) - 1), elementwise.

    Source: Clevert, Unterthiner & Hochreiter 2016, arXiv:1511.07289.
    """
    x = as_float(x)
    positive = greater(x, 0.0)
    # expm1 of a large x would be infinite, and its gradient times 0 not a number.
    below = where(positive, 0.0, x)
    return where(positive, x, expm1(below) * alpha)
