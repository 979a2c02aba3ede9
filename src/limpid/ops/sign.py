from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Sign(Unary):
    """-1, 0 or 1; its derivative is 0 wherever it has one."""

    formula: ClassVar[str] = "sign(x)"
    derivative: ClassVar[str] = "0"

    def reference(self, x: Array) -> Array:
        return np.sign(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (None,)

    def emit(self, b: Words[V], x: V) -> V:
        zero, one = b.constant(0, x), b.constant(1, x)
        below = b.select(b.compare(x, zero, "<"), b.neg(one), x)
        return b.select(b.compare(x, zero, ">"), one, below)


def sign(x: Any, /) -> Tensor:
    """Return -1, 0 or 1 by the sign of x, elementwise."""
    return apply(Sign(), x)
