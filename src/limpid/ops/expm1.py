from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.exp import exp


@dataclass(frozen=True)
class Expm1(Unary):
    """exp(x) - 1, exact where x is small."""

    formula: ClassVar[str] = "expm1(x)"
    derivative: ClassVar[str] = "exp(x)"

    def reference(self, x: Array) -> Array:
        return np.expm1(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * exp(x),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.expm1(x)


def expm1(x: Any, /) -> Tensor:
    """Return exp(x) - 1, elementwise, exact where x is small."""
    return apply(Expm1(), as_float(x))
