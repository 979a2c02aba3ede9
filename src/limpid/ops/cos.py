from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Cos(Unary):
    """cos(x)."""

    formula: ClassVar[str] = "cos(x)"
    derivative: ClassVar[str] = "-sin(x)"

    def reference(self, x: Array) -> Array:
        return np.cos(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        from limpid.ops.sin import sin  # sine and cosine need each other

        return (-(g * sin(x)),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.cos(x)


def cos(x: Any, /) -> Tensor:
    """Return the cosine of x (radians), elementwise."""
    return apply(Cos(), as_float(x))
