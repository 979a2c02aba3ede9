from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Log1p(Unary):
    """log(1 + x), exact where x is small."""

    formula: ClassVar[str] = "log1p(x)"
    derivative: ClassVar[str] = "1 / (1 + x)"

    def reference(self, x: Array) -> Array:
        return np.log1p(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g / (1 + x),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.log1p(x)


def log1p(x: Any, /) -> Tensor:
    """Return log(1 + x), elementwise, exact where x is small."""
    return apply(Log1p(), as_float(x))
