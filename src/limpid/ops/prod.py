from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import astype, reshape
from limpid.graph.deferred import deferrable
from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Axis, Shape, normalize_axes, product, reduced
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.ops.cumulative_prod import cumulative_prod
from limpid.ops.flip import flip
from limpid.ops.transpose import transpose


@dataclass(frozen=True)
class Prod(Op):
    """The product over axes."""

    axes: Shape
    keepdims: bool = False
    formula: ClassVar[str] = "prod(x)"

    def shape(self, x: Shape) -> Shape:
        return reduced(x, self.axes, keepdims=self.keepdims)

    def dtype(self, x: DType) -> DType:
        return x

    def reference(self, x: Array) -> Array:
        return np.prod(x, axis=self.axes, keepdims=self.keepdims, dtype=x.dtype)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        kept = tuple(i for i in range(x.ndim) if i not in self.axes)
        order = (*kept, *self.axes)
        moved = transpose(x, order)
        count = product(x.shape[i] for i in self.axes)
        rows = reshape(moved, (*moved.shape[: len(kept)], count))
        others = transpose(reshape(_others(rows), moved.shape), _inverse(order))
        return (reshape(g, reduced(x.shape, self.axes, keepdims=True)) * others,)


def _others(x: Tensor) -> Tensor:
    """Return, for each element, the product of the others along the last axis.

    What stands before times what stands after: no division, so zeros do no harm.
    """
    before = cumulative_prod(x, axis=-1, include_initial=True)[..., :-1]
    after = cumulative_prod(flip(x, axis=-1), axis=-1, include_initial=True)[..., :-1]
    return before * flip(after, axis=-1)


def _inverse(order: Shape) -> Shape:
    return tuple(int(i) for i in np.argsort(order))


@deferrable
def prod(
    x: Any, /, axis: Axis = None, *, dtype: Any = None, keepdims: bool = False
) -> Tensor:
    """Return the product over the axes (all by default).

    Small integers are multiplied as int64 or uint64, as the Array API asks.
    """
    x = as_tensor(x)
    if dtype is None and x.dtype.kind in "biu":
        dtype = "uint64" if x.dtype.kind == "u" else "int64"
    if dtype is not None:
        x = astype(x, dtype, copy=False)
    return apply(Prod(normalize_axes(axis, len(x.shape)), keepdims), x)
