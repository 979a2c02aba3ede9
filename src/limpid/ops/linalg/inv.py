from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.op import Array, Cotangents
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply
from limpid.ops.linalg.decomposition import Decomposition, matrices
from limpid.ops.matmul import matmul
from limpid.ops.matrix_transpose import matrix_transpose


@dataclass(frozen=True)
class Inv(Decomposition):
    """The inverse of square matrices."""

    formula: ClassVar[str] = "inv(x)"
    differentiable: ClassVar[bool] = True

    def shape(self, x: Shape) -> Shape:
        return x

    def reference(self, x: Array) -> Array:
        return self.solved(np.linalg.inv, x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        transposed = matrix_transpose(y)
        return (-matmul(matmul(transposed, g), transposed),)


def inv(x: Any, /) -> Tensor:
    """Return the inverse of square matrices; `solve` is more exact where it serves.

    Raises:
        ShapeError: They are not square.
        DataError: One is singular.
    """
    return apply(Inv(), matrices(x, square=True))
