from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import pair
from limpid.graph.op import Array, Binary, Cotangents
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.floor_divide import divided, floor_divide


@dataclass(frozen=True)
class Remainder(Binary):
    """What floor division leaves; it has the sign of y."""

    formula: ClassVar[str] = "x - floor(x / y) * y"
    derivative: ClassVar[tuple[str, ...]] = ("1", "-floor(x / y)")

    def reference(self, x: Array, y: Array) -> Array:
        return np.remainder(x, y)

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        return g, -(g * floor_divide(x, y))

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return divided(b, x, y)[1]


def remainder(x1: Any, x2: Any, /) -> Tensor:
    """Return what is left of x1 after floor division by x2; what Python's % means."""
    return apply(Remainder(), *pair(x1, x2))
