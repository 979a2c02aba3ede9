from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Log(Unary):
    """log(x)."""

    formula: ClassVar[str] = "log(x)"
    derivative: ClassVar[str] = "1 / x"

    def reference(self, x: Array) -> Array:
        return np.log(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g / x,)

    def emit(self, b: Words[V], x: V) -> V:
        return b.log(x)


def log(x: Any, /) -> Tensor:
    """Return the natural logarithm of x, elementwise."""
    return apply(Log(), as_float(x))
