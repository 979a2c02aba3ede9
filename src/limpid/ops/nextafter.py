from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float, pair
from limpid.graph.op import Array, Binary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Nextafter(Binary):
    """The float next to x towards y."""

    differentiable: ClassVar[bool] = False

    def reference(self, x: Array, y: Array) -> Array:
        return np.nextafter(x, y)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        return b.function("nextafter", x, y)


def nextafter(x1: Any, x2: Any, /) -> Tensor:
    """Return the next float after x1 in the direction of x2, elementwise."""
    return apply(Nextafter(), *map(as_float, pair(x1, x2)))
