from dataclasses import dataclass
from typing import Any, ClassVar

from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Square(Unary):
    """x**2."""

    formula: ClassVar[str] = "x**2"
    derivative: ClassVar[str] = "2 * x"

    def reference(self, x: Array) -> Array:
        return x * x

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * (x * 2),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.mul(x, x)


def square(x: Any, /) -> Tensor:
    """Return x times x, elementwise."""
    return apply(Square(), x)
