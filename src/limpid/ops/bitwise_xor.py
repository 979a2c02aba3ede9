from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import pair
from limpid.graph.op import Array, Binary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class BitwiseXor(Binary):
    """The bits set in one only."""

    formula: ClassVar[str] = "x ^ y"
    differentiable: ClassVar[bool] = False

    def reference(self, x: Array, y: Array) -> Array:
        return np.bitwise_xor(x, y)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.bit_xor(x, y)


def bitwise_xor(x1: Any, x2: Any, /) -> Tensor:
    """Return the bits set in exactly one of x1 and x2, elementwise."""
    return apply(BitwiseXor(), *pair(x1, x2))
