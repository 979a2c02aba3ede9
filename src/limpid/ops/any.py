from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Op
from limpid.graph.shapes import Axis, Shape, normalize_axes, reduced
from limpid.graph.tensor import Tensor, apply, as_tensor


@dataclass(frozen=True)
class AnyOf(Op):
    """Whether some element holds."""

    axes: Shape
    keepdims: bool = False
    differentiable: ClassVar[bool] = False

    def shape(self, x: Shape) -> Shape:
        return reduced(x, self.axes, keepdims=self.keepdims)

    def dtype(self, x: DType) -> DType:
        return np.dtype("bool")

    def reference(self, x: Array) -> Array:
        return np.asarray(np.any(x, axis=self.axes, keepdims=self.keepdims))


def any(x: Any, /, axis: Axis = None, *, keepdims: bool = False) -> Tensor:
    """Return whether some element holds over the axes; numbers hold unless 0."""
    x = as_tensor(x)
    return apply(AnyOf(normalize_axes(axis, len(x.shape)), keepdims), x)
