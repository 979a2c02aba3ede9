import math
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float, pair
from limpid.graph.op import Array, Binary, Cotangents
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.sigmoid import sigmoid


@dataclass(frozen=True)
class Logaddexp(Binary):
    """log(exp(x) + exp(y)), finite wherever the truth is."""

    formula: ClassVar[str] = "logaddexp(x, y)"
    derivative: ClassVar[tuple[str, ...]] = ("sigmoid(x - y)", "sigmoid(y - x)")

    def reference(self, x: Array, y: Array) -> Array:
        return np.logaddexp(x, y)

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        return g * sigmoid(x - y), g * sigmoid(y - x)

    def emit(self, b: Words[V], x: V, y: V) -> V:
        rest = b.log1p(b.exp(b.neg(b.abs(b.sub(x, y)))))
        # Of two equal infinities the difference is no number.
        equal = b.compare(x, y, "==")
        rest = b.select(equal, b.constant(math.log(2), x), rest)
        return b.add(b.maximum(x, y), rest)


def logaddexp(x1: Any, x2: Any, /) -> Tensor:
    """Return log(exp(x1) + exp(x2)), elementwise, without overflow."""
    return apply(Logaddexp(), *map(as_float, pair(x1, x2)))
