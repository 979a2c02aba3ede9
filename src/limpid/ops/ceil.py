from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Ceil(Unary):
    """The least integer not below x."""

    formula: ClassVar[str] = "ceil(x)"
    derivative: ClassVar[str] = "0"

    def reference(self, x: Array) -> Array:
        return np.ceil(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (None,)

    def emit(self, b: Words[V], x: V) -> V:
        return b.ceil(x)


def ceil(x: Any, /) -> Tensor:
    """Return the least integer not below x, elementwise."""
    return apply(Ceil(), x)
