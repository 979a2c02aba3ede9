from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import DataError, ShapeError
from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape, normalize_axis
from limpid.graph.tensor import Tensor, apply, as_tensor


@dataclass(frozen=True)
class Take(Op):
    """Gather slices along an axis."""

    axis: int
    formula: ClassVar[str] = "x[indices]"

    def shape(self, x: Shape, indices: Shape) -> Shape:
        return (*x[: self.axis], *indices, *x[self.axis + 1 :])

    def dtype(self, x: DType, indices: DType) -> DType:
        return x

    def reference(self, x: Array, indices: Array) -> Array:
        check_range(indices, x.shape[self.axis])
        return np.take(x, indices, axis=self.axis)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor, indices: Tensor) -> Cotangents:
        return apply(TakeGradient(self.axis, x.shape[self.axis]), g, indices), None


@dataclass(frozen=True)
class TakeGradient(Op):
    """Scatter slices back along an axis; those with equal indices add up."""

    axis: int
    size: int

    def shape(self, g: Shape, indices: Shape) -> Shape:
        return (*g[: self.axis], self.size, *g[self.axis + len(indices) :])

    def dtype(self, g: DType, indices: DType) -> DType:
        return g

    def reference(self, g: Array, indices: Array) -> Array:
        result = np.zeros(self.shape(g.shape, indices.shape), g.dtype)
        others = (g.shape[: self.axis], g.shape[self.axis + indices.ndim :])
        rows = g.reshape((*others[0], indices.size, *others[1]))
        np.add.at(
            np.moveaxis(result, self.axis, 0),
            indices.reshape(-1),
            np.moveaxis(rows, self.axis, 0),
        )
        return result

    def vjp(self, g: Tensor, y: Tensor, x: Tensor, indices: Tensor) -> Cotangents:
        return apply(Take(self.axis), g, indices), None


def check_range(indices: Array, size: int) -> None:
    """Raise DataError unless every index is in 0..size-1."""
    wrong = (indices < 0) | (indices >= size)
    if wrong.any():
        position = tuple(int(i) for i in np.argwhere(wrong)[0])
        raise DataError(
            f"index {indices[position]} at position {position} is out of range; "
            f"expected 0 to {size - 1}."
        )


def take(x: Any, indices: Any, /, axis: int | None = None) -> Tensor:
    """Return the slices of x at the indices along an axis.

    Raises:
        DataError: An index is outside 0..size-1.
        ShapeError: x has several axes and none is named.
    """
    x, indices = as_tensor(x), as_tensor(indices)
    if axis is None:
        if len(x.shape) != 1:
            raise ShapeError(f"take from shape {x.shape} needs an axis; name one.")
        axis = 0
    if indices.dtype.kind not in "iu":
        raise ShapeError(f"take needs integer indices; got type {indices.dtype}.")
    return apply(Take(normalize_axis(axis, len(x.shape))), x, indices)
