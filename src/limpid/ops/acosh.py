from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.sqrt import sqrt


@dataclass(frozen=True)
class Acosh(Unary):
    """The inverse of cosh for x >= 1."""

    formula: ClassVar[str] = "acosh(x)"
    derivative: ClassVar[str] = "1 / (sqrt(x - 1) * sqrt(x + 1))"

    def reference(self, x: Array) -> Array:
        return np.arccosh(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g / (sqrt(x - 1) * sqrt(x + 1)),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.function("acosh", x)


def acosh(x: Any, /) -> Tensor:
    """Return the number >= 0 whose hyperbolic cosine is x, elementwise."""
    return apply(Acosh(), as_float(x))
