from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float, pair
from limpid.graph.op import Array, Binary, Cotangents
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.hypot import hypot


@dataclass(frozen=True)
class Atan2(Binary):
    """The angle of the point (y, x) seen from the origin."""

    formula: ClassVar[str] = "atan2(x, y)"
    derivative: ClassVar[tuple[str, ...]] = ("y / (x**2 + y**2)", "-x / (x**2 + y**2)")

    def reference(self, x: Array, y: Array) -> Array:
        return np.arctan2(x, y)

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        # x**2 + y**2 would overflow long before the radius does.
        radius = hypot(x, y)
        return g * (y / radius / radius), -(g * (x / radius / radius))

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.function("atan2", x, y)


def atan2(x1: Any, x2: Any, /) -> Tensor:
    """Return the angle in -pi..pi whose tangent is x1 / x2, in the right quadrant."""
    return apply(Atan2(), *map(as_float, pair(x1, x2)))
