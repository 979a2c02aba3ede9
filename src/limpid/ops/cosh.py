from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Cosh(Unary):
    """cosh(x)."""

    formula: ClassVar[str] = "cosh(x)"
    derivative: ClassVar[str] = "sinh(x)"

    def reference(self, x: Array) -> Array:
        return np.cosh(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        from limpid.ops.sinh import sinh  # sinh and cosh need each other

        return (g * sinh(x),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.function("cosh", x)


def cosh(x: Any, /) -> Tensor:
    """Return the hyperbolic cosine of x, elementwise."""
    return apply(Cosh(), as_float(x))
