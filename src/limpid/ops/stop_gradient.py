from dataclasses import dataclass
from typing import Any, ClassVar

from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class StopGradient(Unary):
    """x, counted as a constant by gradients."""

    formula: ClassVar[str] = "x"

    def reference(self, x: Array) -> Array:
        return x

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (None,)

    def emit(self, b: Words[V], x: V) -> V:
        return x


def stop_gradient(x: Any, /) -> Tensor:
    """Return x, through which no gradient flows back."""
    return apply(StopGradient(), x)
