from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import astype, pair
from limpid.graph.op import Array, Binary, Cotangents
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.equal import equal
from limpid.ops.less import less


@dataclass(frozen=True)
class Minimum(Binary):
    """Routes its cotangent to the smaller input; a tie shares it equally."""

    formula: ClassVar[str] = "minimum(x, y)"

    def reference(self, x: Array, y: Array) -> Array:
        return np.minimum(x, y)

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        half = astype(equal(x, y), g.dtype) * 0.5
        to_x = astype(less(x, y), g.dtype) + half
        return g * to_x, g * (1 - to_x)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.minimum(x, y)


def minimum(x: Any, y: Any, /) -> Tensor:
    """Return the smaller of x and y, elementwise; NaN wins."""
    return apply(Minimum(), *pair(x, y))
