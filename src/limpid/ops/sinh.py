from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.cosh import cosh


@dataclass(frozen=True)
class Sinh(Unary):
    """sinh(x)."""

    formula: ClassVar[str] = "sinh(x)"
    derivative: ClassVar[str] = "cosh(x)"

    def reference(self, x: Array) -> Array:
        return np.sinh(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * cosh(x),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.function("sinh", x)


def sinh(x: Any, /) -> Tensor:
    """Return the hyperbolic sine of x, elementwise."""
    return apply(Sinh(), as_float(x))
