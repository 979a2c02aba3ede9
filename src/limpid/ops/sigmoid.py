from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Sigmoid(Unary):
    """1 / (1 + exp(-x)), finite for every x."""

    formula: ClassVar[str] = "1 / (1 + exp(-x))"
    derivative: ClassVar[str] = "sigmoid(x) * (1 - sigmoid(x))"

    def reference(self, x: Array) -> Array:
        # exp of a negative number cannot overflow.
        small = np.exp(-np.abs(x))
        return np.where(x >= 0, 1, small).astype(x.dtype) / (1 + small)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * (y * (1 - y)),)

    def emit(self, b: Words[V], x: V) -> V:
        # exp of a negative number cannot overflow.
        small, one = b.exp(b.neg(b.abs(x))), b.constant(1, x)
        positive = b.compare(x, b.constant(0, x), ">=")
        return b.div(b.select(positive, one, small), b.add(one, small))


def sigmoid(x: Any, /) -> Tensor:
    """Return 1 / (1 + exp(-x)), elementwise; between 0 and 1."""
    return apply(Sigmoid(), as_float(x))
