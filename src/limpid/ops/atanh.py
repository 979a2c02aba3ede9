from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Atanh(Unary):
    """The inverse of tanh for -1 < x < 1."""

    formula: ClassVar[str] = "atanh(x)"
    derivative: ClassVar[str] = "1 / ((1 - x) * (1 + x))"

    def reference(self, x: Array) -> Array:
        return np.arctanh(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g / ((1 - x) * (1 + x)),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.function("atanh", x)


def atanh(x: Any, /) -> Tensor:
    """Return the number whose hyperbolic tangent is x, elementwise."""
    return apply(Atanh(), as_float(x))
