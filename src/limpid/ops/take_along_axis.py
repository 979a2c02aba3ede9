from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape, normalize_axis
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.ops.take import check_range


@dataclass(frozen=True)
class TakeAlongAxis(Op):
    """Pick one element per index along an axis."""

    axis: int
    formula: ClassVar[str] = "x[indices]"

    def shape(self, x: Shape, indices: Shape) -> Shape:
        others = (x[: self.axis], x[self.axis + 1 :])
        if others != (indices[: self.axis], indices[self.axis + 1 :]):
            raise ShapeError(
                f"indices of shape {indices} do not match {x} beside axis {self.axis}."
            )
        return indices

    def dtype(self, x: DType, indices: DType) -> DType:
        return x

    def reference(self, x: Array, indices: Array) -> Array:
        check_range(indices, x.shape[self.axis])
        return np.take_along_axis(x, indices, self.axis)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor, indices: Tensor) -> Cotangents:
        op = TakeAlongAxisGradient(self.axis, x.shape[self.axis])
        return apply(op, g, indices), None


@dataclass(frozen=True)
class TakeAlongAxisGradient(Op):
    """Put each cotangent back where its element was; equal indices add up."""

    axis: int
    size: int

    def shape(self, g: Shape, indices: Shape) -> Shape:
        return (*g[: self.axis], self.size, *g[self.axis + 1 :])

    def dtype(self, g: DType, indices: DType) -> DType:
        return g

    def reference(self, g: Array, indices: Array) -> Array:
        result = np.zeros(self.shape(g.shape, indices.shape), g.dtype)
        grid = list(np.ogrid[tuple(slice(n) for n in indices.shape)])
        grid[self.axis] = indices
        np.add.at(result, tuple(grid), g)
        return result

    def vjp(self, g: Tensor, y: Tensor, x: Tensor, indices: Tensor) -> Cotangents:
        return apply(TakeAlongAxis(self.axis), g, indices), None


def take_along_axis(x: Any, indices: Any, /, axis: int = -1) -> Tensor:
    """Return, along an axis, the element that each index names.

    Raises:
        DataError: An index is outside 0..size-1.
        ShapeError: The shapes differ beside the axis.
    """
    x, indices = as_tensor(x), as_tensor(indices)
    return apply(TakeAlongAxis(normalize_axis(axis, len(x.shape))), x, indices)
