from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.arithmetic import astype
from limpid.graph.deferred import deferrable
from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape, normalize_axis
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.ops.concat import concat
from limpid.ops.flip import flip
from limpid.ops.full import constant


@dataclass(frozen=True)
class CumulativeSum(Op):
    """The running sum."""

    axis: int
    formula: ClassVar[str] = "cumulative_sum(x)"

    def shape(self, x: Shape) -> Shape:
        return x

    def dtype(self, x: DType) -> DType:
        return x

    def reference(self, x: Array) -> Array:
        return np.cumsum(x, axis=self.axis, dtype=x.dtype)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        # Element i is in every sum from i on.
        backwards = cumulative_sum(flip(g, axis=self.axis), axis=self.axis)
        return (flip(backwards, axis=self.axis),)


@deferrable
def cumulative_sum(
    x: Any,
    /,
    *,
    axis: int | None = None,
    dtype: Any = None,
    include_initial: bool = False,
) -> Tensor:
    """Return the sum of all elements up to each, along an axis.

    Args:
        x: The array.
        axis: The axis; needed unless there is only one.
        dtype: The type to compute in; int64 or uint64 for integers by default.
        include_initial: Begin with the empty sum, 0.

    Raises:
        ShapeError: x has several axes and none is named.
    """
    x = as_tensor(x)
    if axis is None and len(x.shape) != 1:
        raise ShapeError(f"cumulative_sum of shape {x.shape} needs an axis; name one.")
    if dtype is None and x.dtype.kind in "biu":
        dtype = "uint64" if x.dtype.kind == "u" else "int64"
    if dtype is not None:
        x = astype(x, dtype, copy=False)
    along = normalize_axis(axis or 0, len(x.shape))
    if include_initial:
        first = constant((*x.shape[:along], 1, *x.shape[along + 1 :]), 0, x.dtype)
        x = concat([first, x], axis=along)
    return apply(CumulativeSum(along), x)
