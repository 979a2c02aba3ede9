from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import astype
from limpid.graph.op import Array, Cotangents, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words
from limpid.ops.bitwise_and import bitwise_and


@dataclass(frozen=True)
class Relu6(Unary):
    """relu cut off at 6, with derivative 0 at 0 and 6."""

    formula: ClassVar[str] = "minimum(maximum(x, 0), 6)"
    derivative: ClassVar[str] = "where((x > 0) & (x < 6), 1, 0)"

    def reference(self, x: Array) -> Array:
        return np.clip(x, x.dtype.type(0), x.dtype.type(6))

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (g * astype(bitwise_and(x > 0, x < 6), g.dtype),)

    def emit(self, b: Words[V], x: V) -> V:
        return b.minimum(b.maximum(x, b.constant(0, x)), b.constant(6, x))


def relu6(x: Any, /) -> Tensor:
    """Return min(max(x, 0), 6), elementwise.

    Source: Krizhevsky 2010, "Convolutional deep belief networks on CIFAR-10".
    """
    return apply(Relu6(), x)
