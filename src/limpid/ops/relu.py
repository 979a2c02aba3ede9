from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import astype
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Relu(Unary):
    """max(x, 0), with derivative 0 at 0."""

    formula: ClassVar[str] = "maximum(x, 0)"
    derivative: ClassVar[str] = "where(x > 0, 1, 0)"

    def reference(self, x: Array) -> Array:
        return np.maximum(x, x.dtype.type(0))

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * astype(y > 0, g.dtype),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.maximum(x, b.constant(0, x))


def relu(x: Any, /) -> Tensor:
    """Return max(x, 0), elementwise.

    Source: Nair & Hinton 2010. The derivative at 0 is 0.
    """
    return apply(Relu(), x)
