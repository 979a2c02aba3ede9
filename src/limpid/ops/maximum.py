from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import astype, pair
from limpid.graph.op import Array, Binary, Cotangents
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.equal import equal
from limpid.ops.greater import greater


@dataclass(frozen=True)
class Maximum(Binary):
    """Routes its cotangent to the larger input; a tie shares it equally."""

    formula: ClassVar[str] = "maximum(x, y)"

    def reference(self, x: Array, y: Array) -> Array:
        return np.maximum(x, y)

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        half = astype(equal(x, y), g.dtype) * 0.5
        to_x = astype(greater(x, y), g.dtype) + half
        return g * to_x, g * (1 - to_x)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.maximum(x, y)


def maximum(x: Any, y: Any, /) -> Tensor:
    """Return the larger of x and y, elementwise; NaN wins."""
    return apply(Maximum(), *pair(x, y))
