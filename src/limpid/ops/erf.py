import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.exp import exp

# NumPy has no error function; Python's is correct to the last bit, if slow.
_erf = np.frompyfunc(math.erf, 1, 1)


@dataclass(frozen=True)
class Erf(Unary):
    """The error function: the integral of 2 exp(-t**2) / sqrt(pi) from 0 to x."""

    formula: ClassVar[str] = "erf(x)"
    derivative: ClassVar[str] = "2 / sqrt(pi) * exp(-x**2)"

    def reference(self, x: Array) -> Array:
        return np.asarray(_erf(x.astype(np.float64))).astype(x.dtype)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * (exp(-(x * x)) * (2 / math.sqrt(math.pi))),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.erf(x)


def erf(x: Any, /) -> Tensor:
    """Return the error function of x, elementwise; between -1 and 1."""
    return apply(Erf(), as_float(x))
