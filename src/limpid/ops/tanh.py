from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Tanh(Unary):
    """tanh(x)."""

    formula: ClassVar[str] = "tanh(x)"
    derivative: ClassVar[str] = "1 - tanh(x)**2"

    def reference(self, x: Array) -> Array:
        return np.tanh(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * (1 - y * y),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.tanh(x)


def tanh(x: Any, /) -> Tensor:
    """Return the hyperbolic tangent of x, elementwise."""
    return apply(Tanh(), as_float(x))
