from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.op import Array, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class BitwiseInvert(Unary):
    """Every bit turned over."""

    formula: ClassVar[str] = "~x"
    differentiable: ClassVar[bool] = False

    def reference(self, x: Array) -> Array:
        return np.invert(x)

    def emit(self, b: Words[V], x: V) -> V:
        return b.bit_xor(x, b.constant(-1, x))


def bitwise_invert(x: Any, /) -> Tensor:
    """Return x with every bit turned over, elementwise; for booleans, their not."""
    return apply(BitwiseInvert(), x)
