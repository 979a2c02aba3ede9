from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Tan(Unary):
    """tan(x)."""

    formula: ClassVar[str] = "tan(x)"
    derivative: ClassVar[str] = "1 + tan(x)**2"

    def reference(self, x: Array) -> Array:
        return np.tan(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * (1 + y * y),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.function("tan", x)


def tan(x: Any, /) -> Tensor:
    """Return the tangent of x (radians), elementwise."""
    return apply(Tan(), as_float(x))
