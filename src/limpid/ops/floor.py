from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Floor(Unary):
    """The greatest integer not above x."""

    formula: ClassVar[str] = "floor(x)"
    derivative: ClassVar[str] = "0"

    def reference(self, x: Array) -> Array:
        return np.floor(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (None,)

    def emit(self, b: Words[V], x: V) -> V:
        return b.floor(x)


def floor(x: Any, /) -> Tensor:
    """Return the greatest integer not above x, elementwise."""
    return apply(Floor(), x)
