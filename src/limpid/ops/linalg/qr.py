from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.gradient import unbundle
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply
from limpid.ops.linalg.decomposition import Decomposition, matrices, short_side


class OrthogonalTriangular(NamedTuple):
    """Q @ R is the matrix."""

    Q: Tensor
    R: Tensor


@dataclass(frozen=True)
class Qr(Decomposition):
    """An orthogonal matrix times an upper triangle."""

    complete: bool = False

    def shape(self, x: Shape) -> tuple[Shape, ...]:
        n, m = x[-2:]
        inner = n if self.complete else short_side(x)
        return ((*x[:-2], n, inner), (*x[:-2], inner, m))

    def dtype(self, x: DType) -> tuple[DType, ...]:
        return (x,) * 2

    def reference(self, x: Array) -> tuple[Array, ...]:
        return tuple(
            self.solved(np.linalg.qr, x, mode=("reduced", "complete")[self.complete])
        )


def qr(x: Any, /, *, mode: str = "reduced") -> OrthogonalTriangular:
    """Return an orthogonal Q and an upper triangle R with Q @ R = x.

    Args:
        x: Matrices (..., n, m).
        mode: 'reduced', or 'complete' for a square Q.

    Raises:
        ShapeError: x holds no matrices.
    """
    return OrthogonalTriangular(*unbundle(apply(Qr(mode == "complete"), matrices(x))))
