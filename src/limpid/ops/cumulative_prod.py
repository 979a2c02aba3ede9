from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.arithmetic import astype, sum
from limpid.graph.deferred import deferrable
from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape, normalize_axis
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.ops.concat import concat
from limpid.ops.expand_dims import expand_dims
from limpid.ops.full import constant
from limpid.ops.moveaxis import moveaxis
from limpid.ops.triu import triu
from limpid.ops.where import where


@dataclass(frozen=True)
class CumulativeProd(Op):
    """The running product; its gradient takes memory of the axis's size squared."""

    axis: int
    formula: ClassVar[str] = "cumulative_prod(x)"

    def shape(self, x: Shape) -> Shape:
        return x

    def dtype(self, x: DType) -> DType:
        return x

    def reference(self, x: Array) -> Array:
        return np.cumprod(x, axis=self.axis, dtype=x.dtype)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        # Row i of `without` is x with a 1 in place of element i, so its running
        # products are the derivatives; dividing by x would fail at zeros.
        last = moveaxis(x, self.axis, -1)
        count = last.shape[-1]
        diagonal = np.eye(count, dtype=bool)
        without = where(diagonal, 1.0, expand_dims(last, axis=-2))
        slopes = triu(cumulative_prod(without, axis=-1))
        cotangent = expand_dims(moveaxis(g, self.axis, -1), axis=-2)
        return (moveaxis(sum(cotangent * slopes, axis=-1), -1, self.axis),)


@deferrable
def cumulative_prod(
    x: Any,
    /,
    *,
    axis: int | None = None,
    dtype: Any = None,
    include_initial: bool = False,
) -> Tensor:
    """Return the product of all elements up to each, along an axis.

    Args:
        x: The array.
        axis: The axis; needed unless there is only one.
        dtype: The type to compute in; int64 or uint64 for integers by default.
        include_initial: Begin with the empty product, 1.

    Raises:
        ShapeError: x has several axes and none is named.
    """
    x = as_tensor(x)
    if axis is None and len(x.shape) != 1:
        raise ShapeError(f"cumulative_prod of shape {x.shape} needs an axis; name one.")
    if dtype is None and x.dtype.kind in "biu":
        dtype = "uint64" if x.dtype.kind == "u" else "int64"
    if dtype is not None:
        x = astype(x, dtype, copy=False)
    along = normalize_axis(axis or 0, len(x.shape))
    if include_initial:
        first = constant((*x.shape[:along], 1, *x.shape[along + 1 :]), 1, x.dtype)
        x = concat([first, x], axis=along)
    return apply(CumulativeProd(along), x)
