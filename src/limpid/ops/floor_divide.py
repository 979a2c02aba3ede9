from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import pair
from limpid.graph.op import Array, Binary, Cotangents
from limpid.graph.tensor import Tensor, apply


@dataclass(frozen=True)
class FloorDivide(Binary):
    """The quotient rounded down; its derivative is 0 wherever it has one."""

    formula: ClassVar[str] = "floor(x / y)"
    derivative: ClassVar[tuple[str, ...]] = ("0", "0")

    def reference(self, x: Array, y: Array) -> Array:
        return np.floor_divide(x, y)

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        return None, None


def floor_divide(x1: Any, x2: Any, /) -> Tensor:
    """Return x1 / x2 rounded down, elementwise; what Python's // means."""
    return apply(FloorDivide(), *pair(x1, x2))
