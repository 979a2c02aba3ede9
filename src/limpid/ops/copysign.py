from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float, pair
from limpid.graph.op import Array, Binary, Cotangents
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.equal import equal
from limpid.ops.signbit import signbit
from limpid.ops.where import where


@dataclass(frozen=True)
class Copysign(Binary):
    """The magnitude of x with the sign of y."""

    formula: ClassVar[str] = "copysign(x, y)"
    derivative: ClassVar[tuple[str, ...]] = ("sign(x) * sign(y)", "0")

    def reference(self, x: Array, y: Array) -> Array:
        return np.copysign(x, y)

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        return where(equal(signbit(x), signbit(y)), g, -g), None

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.copysign(x, y)


def copysign(x1: Any, x2: Any, /) -> Tensor:
    """Return the magnitude of x1 with the sign of x2, elementwise."""
    return apply(Copysign(), *map(as_float, pair(x1, x2)))
