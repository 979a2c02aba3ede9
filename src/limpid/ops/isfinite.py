from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Isfinite(Unary):
    """Whether x is finite."""

    differentiable: ClassVar[bool] = False

    def dtype(self, x: DType) -> DType:
        return np.dtype("bool")

    def reference(self, x: Array) -> Array:
        return np.isfinite(x)

    def emit(self, b: Words[V], x: V) -> V:
        if b.dtype(x)[0] != "f":
            return b.compare(x, x, "==")
        return b.compare(b.abs(x), b.constant(np.inf, x), "<")


def isfinite(x: Any, /) -> Tensor:
    """Return whether each element is finite."""
    return apply(Isfinite(), x)
