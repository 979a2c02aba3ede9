from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Reciprocal(Unary):
    """1 / x."""

    formula: ClassVar[str] = "1 / x"
    derivative: ClassVar[str] = "-1 / x**2"

    def reference(self, x: Array) -> Array:
        return np.reciprocal(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (-g * y * y,)

    def emit(self, b: Words[V], x: V) -> V:
        return b.div(b.constant(1, x), x)


def reciprocal(x: Any, /) -> Tensor:
    """Return 1 / x, elementwise."""
    return apply(Reciprocal(), as_float(x))
