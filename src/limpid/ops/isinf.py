from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Unary
from limpid.graph.tensor import Tensor, apply


@dataclass(frozen=True)
class Isinf(Unary):
    """Whether x is infinite."""

    differentiable: ClassVar[bool] = False

    def dtype(self, x: DType) -> DType:
        return np.dtype("bool")

    def reference(self, x: Array) -> Array:
        return np.isinf(x)


def isinf(x: Any, /) -> Tensor:
    """Return whether each element is infinite."""
    return apply(Isinf(), x)
