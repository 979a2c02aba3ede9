from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import pair
from limpid.graph.op import Array, Binary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class BitwiseOr(Binary):
    """The bits set in either."""

    formula: ClassVar[str] = "x | y"
    differentiable: ClassVar[bool] = False

    def reference(self, x: Array, y: Array) -> Array:
        return np.bitwise_or(x, y)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.bit_or(x, y)


def bitwise_or(x1: Any, x2: Any, /) -> Tensor:
    """Return the bits set in x1 or x2, elementwise; for booleans, their or."""
    return apply(BitwiseOr(), *pair(x1, x2))
