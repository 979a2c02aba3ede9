from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.hypot import hypot


@dataclass(frozen=True)
class Asinh(Unary):
    """The inverse of sinh."""

    formula: ClassVar[str] = "asinh(x)"
    derivative: ClassVar[str] = "1 / hypot(x, 1)"

    def reference(self, x: Array) -> Array:
        return np.arcsinh(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g / hypot(x, 1.0),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.function("asinh", x)


def asinh(x: Any, /) -> Tensor:
    """Return the number whose hyperbolic sine is x, elementwise."""
    return apply(Asinh(), as_float(x))
