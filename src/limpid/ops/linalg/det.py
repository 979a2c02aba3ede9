from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.op import Array, Cotangents
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply
from limpid.ops.linalg.decomposition import Decomposition, matrices
from limpid.ops.linalg.inv import inv
from limpid.ops.matrix_transpose import matrix_transpose


@dataclass(frozen=True)
class Det(Decomposition):
    """The determinant; its gradient needs the inverse, so not at singular matrices."""

    formula: ClassVar[str] = "det(x)"
    differentiable: ClassVar[bool] = True

    def shape(self, x: Shape) -> Shape:
        return x[:-2]

    def reference(self, x: Array) -> Array:
        return self.solved(np.linalg.det, x)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return ((g * y)[..., None, None] * matrix_transpose(inv(x)),)


def det(x: Any, /) -> Tensor:
    """Return the determinant of square matrices.

    Raises:
        ShapeError: They are not square.
    """
    return apply(Det(), matrices(x, square=True))
