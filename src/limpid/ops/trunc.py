from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Trunc(Unary):
    """x without its fraction."""

    formula: ClassVar[str] = "trunc(x)"
    derivative: ClassVar[str] = "0"

    def reference(self, x: Array) -> Array:
        return np.trunc(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (None,)

    def emit(self, b: Words[V], x: V) -> V:
        return b.trunc(x)


def trunc(x: Any, /) -> Tensor:
    """Return x without its fraction, elementwise."""
    return apply(Trunc(), x)
