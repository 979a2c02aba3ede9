from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import pair
from limpid.graph.op import Array, Binary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class BitwiseAnd(Binary):
    """The bits set in both."""

    formula: ClassVar[str] = "x & y"
    differentiable: ClassVar[bool] = False

    def reference(self, x: Array, y: Array) -> Array:
        return np.bitwise_and(x, y)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.bit_and(x, y)


def bitwise_and(x1: Any, x2: Any, /) -> Tensor:
    """Return the bits set in both x1 and x2, elementwise; for booleans, their and."""
    return apply(BitwiseAnd(), *pair(x1, x2))
