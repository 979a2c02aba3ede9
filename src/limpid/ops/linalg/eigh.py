from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.gradient import unbundle
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply
from limpid.ops.linalg.decomposition import Decomposition, matrices


class Eigen(NamedTuple):
    """Eigenvalues, and the eigenvectors as columns."""

    eigenvalues: Tensor
    eigenvectors: Tensor


@dataclass(frozen=True)
class Eigh(Decomposition):
    """Eigenvalues and eigenvectors of symmetric matrices."""

    def shape(self, x: Shape) -> tuple[Shape, ...]:
        return (x[:-1], x)

    def dtype(self, x: DType) -> tuple[DType, ...]:
        return (x,) * 2

    def reference(self, x: Array) -> tuple[Array, ...]:
        return tuple(self.solved(np.linalg.eigh, x))


def eigh(x: Any, /) -> Eigen:
    """Return the eigenvalues, ascending, and eigenvectors of symmetric matrices.

    Raises:
        ShapeError: They are not square.
    """
    return Eigen(*unbundle(apply(Eigh(), matrices(x, square=True))))
