from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Atan(Unary):
    """The angle whose tangent is x."""

    formula: ClassVar[str] = "atan(x)"
    derivative: ClassVar[str] = "1 / (1 + x**2)"

    def reference(self, x: Array) -> Array:
        return np.arctan(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g / (1 + x * x),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.function("atan", x)


def atan(x: Any, /) -> Tensor:
    """Return the angle in -pi/2..pi/2 whose tangent is x, elementwise."""
    return apply(Atan(), as_float(x))
