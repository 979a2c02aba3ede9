from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.sign import sign


@dataclass(frozen=True)
class Abs(Unary):
    """The magnitude, with derivative 0 at 0."""

    formula: ClassVar[str] = "abs(x)"
    derivative: ClassVar[str] = "sign(x)"

    def reference(self, x: Array) -> Array:
        return np.abs(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * sign(x),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.abs(x)


def abs(x: Any, /) -> Tensor:
    """Return the magnitude of x, elementwise."""
    return apply(Abs(), x)
