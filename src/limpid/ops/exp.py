from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Exp(Unary):
    """exp(x)."""

    formula: ClassVar[str] = "exp(x)"
    derivative: ClassVar[str] = "exp(x)"

    def reference(self, x: Array) -> Array:
        return np.exp(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * y,)

    def emit(self, b: Words[V], x: V) -> V:
        return b.exp(x)


def exp(x: Any, /) -> Tensor:
    """Return e to the power x, elementwise."""
    return apply(Exp(), as_float(x))
