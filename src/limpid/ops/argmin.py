from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import reshape
from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Op
from limpid.graph.shapes import Shape, normalize_axis, reduced
from limpid.graph.tensor import Tensor, apply, as_tensor


@dataclass(frozen=True)
class Argmin(Op):
    """The index of the smallest element along an axis."""

    axis: int
    keepdims: bool = False
    differentiable: ClassVar[bool] = False

    def shape(self, x: Shape) -> Shape:
        return reduced(x, (self.axis,), keepdims=self.keepdims)

    def dtype(self, x: DType) -> DType:
        return np.dtype("int64")

    def reference(self, x: Array) -> Array:
        return np.asarray(np.argmin(x, axis=self.axis, keepdims=self.keepdims))


def argmin(x: Any, /, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Return the index of the smallest element along an axis; the first of equals."""
    x = as_tensor(x)
    if axis is None:
        index = apply(Argmin(0), reshape(x, (-1,)))
        return reshape(index, (1,) * len(x.shape)) if keepdims else index
    return apply(Argmin(normalize_axis(axis, len(x.shape)), keepdims), x)
