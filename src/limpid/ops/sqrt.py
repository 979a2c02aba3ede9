from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Sqrt(Unary):
    """sqrt(x)."""

    formula: ClassVar[str] = "sqrt(x)"
    derivative: ClassVar[str] = "1 / (2 * sqrt(x))"

    def reference(self, x: Array) -> Array:
        return np.sqrt(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g / (y * 2),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.sqrt(x)


def sqrt(x: Any, /) -> Tensor:
    """Return the square root of x, elementwise."""
    return apply(Sqrt(), as_float(x))
