from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.sqrt import sqrt


@dataclass(frozen=True)
class Asin(Unary):
    """The angle whose sine is x."""

    formula: ClassVar[str] = "asin(x)"
    derivative: ClassVar[str] = "1 / sqrt(1 - x**2)"

    def reference(self, x: Array) -> Array:
        return np.arcsin(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g / sqrt((1 - x) * (1 + x)),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.function("asin", x)


def asin(x: Any, /) -> Tensor:
    """Return the angle in -pi/2..pi/2 whose sine is x, elementwise."""
    return apply(Asin(), as_float(x))
