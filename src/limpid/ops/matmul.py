from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.arithmetic import pair, reshape
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape, broadcast
from limpid.graph.tensor import Tensor, apply
from limpid.ops.matrix_transpose import matrix_transpose


@dataclass(frozen=True)
class Matmul(Op):
    """Matrix product over the last two axes; leading axes broadcast."""

    formula: ClassVar[str] = "x @ y"
    derivative: ClassVar[tuple[str, ...]] = ("g @ y.T", "x.T @ g")

    def shape(self, x: Shape, y: Shape) -> Shape:
        if x[-1] != y[-2]:
            raise ShapeError(
                f"{x} @ {y}: the last size of the first ({x[-1]}) must equal the "
                f"second-last of the second ({y[-2]}); transpose or reshape one."
            )
        return (*broadcast(x[:-2], y[:-2]), x[-2], y[-1])

    def reference(self, x: Array, y: Array) -> Array:
        return np.matmul(x, y)

    def vjp(self, g: Tensor, z: Tensor, x: Tensor, y: Tensor) -> Cotangents:
        return matmul(g, matrix_transpose(y)), matmul(matrix_transpose(x), g)


def matmul(x1: Any, x2: Any, /) -> Tensor:
    """Return the matrix product; a vector counts as a row first, a column second.

    Shapes: (..., n, k) and (..., k, m) give (..., n, m).

    Raises:
        ShapeError: The inner sizes differ, or an operand is a scalar.
    """
    x, y = pair(x1, x2)
    if not x.shape or not y.shape:
        raise ShapeError(
            f"matmul got shapes {x.shape} and {y.shape}; use * for scalars."
        )
    row, column = len(x.shape) == 1, len(y.shape) == 1
    if not (row or column):
        return apply(Matmul(), x, y)
    rows = reshape(x, (1, *x.shape)) if row else x
    columns = reshape(y, (*y.shape, 1)) if column else y
    z = apply(Matmul(), rows, columns)
    kept_rows = () if row else z.shape[-2:-1]
    kept_columns = () if column else z.shape[-1:]
    return reshape(z, (*z.shape[:-2], *kept_rows, *kept_columns))
