from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float, pair
from limpid.graph.op import Array, Binary, Cotangents
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.equal import equal
from limpid.ops.where import where


@dataclass(frozen=True)
class Hypot(Binary):
    """sqrt(x**2 + y**2) without overflow; its derivative at the origin is 0."""

    formula: ClassVar[str] = "hypot(x, y)"
    derivative: ClassVar[tuple[str, ...]] = ("x / hypot(x, y)", "y / hypot(x, y)")

    def reference(self, x: Array, y: Array) -> Array:
        return np.hypot(x, y)

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        radius = where(equal(z, 0.0), 1.0, z)
        return g * (x / radius), g * (y / radius)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.function("hypot", x, y)


def hypot(x1: Any, x2: Any, /) -> Tensor:
    """Return sqrt(x1**2 + x2**2), elementwise, without overflow."""
    return apply(Hypot(), *map(as_float, pair(x1, x2)))
