from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import pair
from limpid.graph.op import Array, Binary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class BitwiseLeftShift(Binary):
    """x shifted left by y bits."""

    formula: ClassVar[str] = "x << y"
    differentiable: ClassVar[bool] = False

    def reference(self, x: Array, y: Array) -> Array:
        return np.left_shift(x, y)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.shift_left(x, y)


def bitwise_left_shift(x1: Any, x2: Any, /) -> Tensor:
    """Return the bits of x1 shifted left by y places, elementwise."""
    return apply(BitwiseLeftShift(), *pair(x1, x2))
