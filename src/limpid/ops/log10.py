import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Log10(Unary):
    """The logarithm to base 10."""

    formula: ClassVar[str] = "log10(x)"
    derivative: ClassVar[str] = "1 / (x * log(10))"

    def reference(self, x: Array) -> Array:
        return np.log10(x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g / (x * math.log(10)),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.function("log10", x)


def log10(x: Any, /) -> Tensor:
    """Return the logarithm of x to base 10, elementwise."""
    return apply(Log10(), as_float(x))
