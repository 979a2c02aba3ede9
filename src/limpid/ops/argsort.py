from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Op
from limpid.graph.shapes import Shape, normalize_axis
from limpid.graph.tensor import Tensor, apply, as_tensor


@dataclass(frozen=True)
class Argsort(Op):
    """The order that sorts along an axis; equals keep theirs."""

    axis: int
    descending: bool = False
    differentiable: ClassVar[bool] = False

    def shape(self, x: Shape) -> Shape:
        return x

    def dtype(self, x: DType) -> DType:
        return np.dtype("int64")

    def reference(self, x: Array) -> Array:
        if not self.descending:
            return np.argsort(x, axis=self.axis, kind="stable")
        # Sorted and read backwards, with the input backwards too, equals keep order.
        backwards = np.flip(x, self.axis)
        order = np.flip(np.argsort(backwards, axis=self.axis, kind="stable"), self.axis)
        return x.shape[self.axis] - 1 - order


def argsort(
    x: Any, /, axis: int = -1, descending: bool = False, stable: bool = True
) -> Tensor:
    """Return the indices that sort x along an axis; equals keep their order."""
    del stable  # It always is.
    x = as_tensor(x)
    return apply(Argsort(normalize_axis(axis, len(x.shape)), descending), x)
