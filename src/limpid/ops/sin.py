from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.cos import cos


@dataclass(frozen=True)
class Sin(Unary):
    """sin(x)."""

    formula: ClassVar[str] = "sin(x)"
    derivative: ClassVar[str] = "cos(x)"

    def reference(self, x: Array) -> Array:
        return np.sin(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * cos(x),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.sin(x)


def sin(x: Any, /) -> Tensor:
    """Return the sine of x (radians), elementwise."""
    return apply(Sin(), as_float(x))
