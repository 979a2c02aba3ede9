from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.sqrt import sqrt


@dataclass(frozen=True)
class Acos(Unary):
    """The angle whose cosine is x."""

    formula: ClassVar[str] = "acos(x)"
    derivative: ClassVar[str] = "-1 / sqrt(1 - x**2)"

    def reference(self, x: Array) -> Array:
        return np.arccos(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (-g / sqrt((1 - x) * (1 + x)),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.function("acos", x)


def acos(x: Any, /) -> Tensor:
    """Return the angle in 0..pi whose cosine is x, elementwise; NaN outside -1..1."""
    return apply(Acos(), as_float(x))
