from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Isinf(Unary):
    """Whether x is infinite."""

    differentiable: ClassVar[bool] = False

    def dtype(self, x: DType) -> DType:
        return np.dtype("bool")

    def reference(self, x: Array) -> Array:
        return np.isinf(x)

    def emit(self, b: Words[V], x: V) -> V:
        if b.dtype(x)[0] != "f":
            return b.compare(x, x, "!=")
        return b.compare(b.abs(x), b.constant(np.inf, x), "==")


def isinf(x: Any, /) -> Tensor:
    """Return whether each element is infinite."""
    return apply(Isinf(), x)
