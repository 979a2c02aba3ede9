from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Signbit(Unary):
    """Whether the sign bit is set: of -0.0 it is."""

    differentiable: ClassVar[bool] = False

    def dtype(self, x: DType) -> DType:
        return np.dtype("bool")

    def reference(self, x: Array) -> Array:
        return np.signbit(x)

    def emit(self, b: Words[V], x: V) -> V:
        one = b.constant(1, x)
        return b.compare(b.copysign(one, x), b.constant(0, x), "<")


def signbit(x: Any, /) -> Tensor:
    """Return whether each element's sign bit is set, which tells -0.0 from 0.0."""
    return apply(Signbit(), x)
