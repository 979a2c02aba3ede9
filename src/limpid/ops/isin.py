from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import pair
from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Op
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply


@dataclass(frozen=True)
class Isin(Op):
    """Whether each element is among others."""

    invert: bool = False
    differentiable: ClassVar[bool] = False

    def shape(self, x: Shape, others: Shape) -> Shape:
        return x

    def dtype(self, x: DType, others: DType) -> DType:
        return np.dtype("bool")

    def reference(self, x: Array, others: Array) -> Array:
        return np.asarray(np.isin(x, others, invert=self.invert))


def isin(x1: Any, x2: Any, /, *, invert: bool = False) -> Tensor:
    """Return whether each element of x1 is among those of x2 (or, inverted, is not)."""
    return apply(Isin(invert), *pair(x1, x2))
