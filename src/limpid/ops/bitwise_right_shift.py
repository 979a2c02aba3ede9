from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import pair
from limpid.graph.op import Array, Binary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class BitwiseRightShift(Binary):
    """x shifted right by y bits."""

    formula: ClassVar[str] = "x >> y"
    differentiable: ClassVar[bool] = False

    def reference(self, x: Array, y: Array) -> Array:
        return np.right_shift(x, y)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.shift_right(x, y)


def bitwise_right_shift(x1: Any, x2: Any, /) -> Tensor:
    """Return the bits of x1 shifted right by y places, elementwise."""
    return apply(BitwiseRightShift(), *pair(x1, x2))
