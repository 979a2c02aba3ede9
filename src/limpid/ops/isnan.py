from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Unary
from limpid.graph.tensor import Tensor, apply
from limpid.graph.words import V, Words


@dataclass(frozen=True)
class Isnan(Unary):
    """Whether x is not a number."""

    differentiable: ClassVar[bool] = False

    def dtype(self, x: DType) -> DType:
        return np.dtype("bool")

    def reference(self, x: Array) -> Array:
        return np.isnan(x)

    def emit(self, b: Words[V], x: V) -> V:
        return b.compare(x, x, "!=")


def isnan(x: Any, /) -> Tensor:
    """Return whether each element is not a number."""
    return apply(Isnan(), x)
