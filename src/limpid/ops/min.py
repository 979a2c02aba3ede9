from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import astype, reshape, sum
from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Axis, Shape, normalize_axes, reduced
from limpid.graph.tensor import Tensor, apply, as_tensor


@dataclass(frozen=True)
class Min(Op):
    """The smallest element over axes; ties share the cotangent equally."""

    axes: Shape
    keepdims: bool = False
    formula: ClassVar[str] = "min(x)"

    def shape(self, x: Shape) -> Shape:
        return reduced(x, self.axes, keepdims=self.keepdims)

    def dtype(self, x: DType) -> DType:
        return x

    def reference(self, x: Array) -> Array:
        return np.min(x, axis=self.axes, keepdims=self.keepdims)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        kept = reduced(x.shape, self.axes, keepdims=True)
        winners = astype(x == reshape(y, kept), g.dtype)
        share = reshape(g, kept) / sum(winners, axis=self.axes, keepdims=True)
        return (winners * share,)


def min(x: Any, /, axis: Axis = None, keepdims: bool = False) -> Tensor:
    """Return the smallest element over the axes (all by default); NaN wins.

    Raises:
        ShapeError: There is no element to choose from.
    """
    x = as_tensor(x)
    return apply(Min(normalize_axes(axis, len(x.shape)), keepdims), x)
