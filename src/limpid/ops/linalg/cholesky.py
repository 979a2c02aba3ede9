from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply
from limpid.ops.linalg.decomposition import Decomposition, matrices
from limpid.ops.matrix_transpose import matrix_transpose


@dataclass(frozen=True)
class Cholesky(Decomposition):
    """The lower triangle L with L @ L.T = x."""

    def shape(self, x: Shape) -> Shape:
        return x

    def reference(self, x: Array) -> Array:
        return self.solved(np.linalg.cholesky, x)


def cholesky(x: Any, /, *, upper: bool = False) -> Tensor:
    """Return the triangle L with L @ L.T = x (or U with U.T @ U = x).

    Raises:
        ShapeError: The matrices are not square.
        DataError: One is not positive definite.
    """
    lower = apply(Cholesky(), matrices(x, square=True))
    return matrix_transpose(lower) if upper else lower
