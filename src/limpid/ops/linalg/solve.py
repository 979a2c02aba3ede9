from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.arithmetic import as_float, pair, reshape
from limpid.graph.op import Array, Cotangents
from limpid.graph.shapes import Shape, broadcast
from limpid.graph.tensor import Tensor, apply
from limpid.ops.linalg.decomposition import Decomposition, matrices
from limpid.ops.matmul import matmul
from limpid.ops.matrix_transpose import matrix_transpose


@dataclass(frozen=True)
class Solve(Decomposition):
    """The z of x @ z = y for matrices x and columns y."""

    formula: ClassVar[str] = "inv(x) @ y"
    differentiable: ClassVar[bool] = True

    def shape(self, x: Shape, y: Shape) -> Shape:
        if x[-1] != y[-2]:
            raise ShapeError(f"{y} has another number of rows than the matrix {x}.")
        return (*broadcast(x[:-2], y[:-2]), *y[-2:])

    def reference(self, x: Array, y: Array) -> Array:
        return self.solved(np.linalg.solve, x, y)

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        to_y = apply(Solve(), matrix_transpose(x), g)
        return -matmul(to_y, matrix_transpose(z)), to_y


def solve(x1: Any, x2: Any, /) -> Tensor:
    """Return the z of x1 @ z = x2.

    Shapes: x1 (..., n, n), x2 (n,) or (..., n, k); z as x2.

    Raises:
        ShapeError: x1 is not square, or x2 has another number of rows.
        DataError: x1 is singular.
    """
    x, y = map(as_float, pair(x1, x2))
    matrix = matrices(x, square=True)
    if len(y.shape) != 1:
        return apply(Solve(), matrix, y)
    column = apply(Solve(), matrix, reshape(y, (-1, 1)))
    return reshape(column, column.shape[:-1])
