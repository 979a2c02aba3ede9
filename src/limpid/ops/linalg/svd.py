from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.gradient import unbundle
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply
from limpid.ops.linalg.decomposition import Decomposition, matrices, short_side


class SingularValues(NamedTuple):
    """U @ diag(S) @ Vh is the matrix."""

    U: Tensor
    S: Tensor
    Vh: Tensor


@dataclass(frozen=True)
class Svd(Decomposition):
    """Rotation, stretching, rotation."""

    full: bool = True

    def shape(self, x: Shape) -> tuple[Shape, ...]:
        n, m = x[-2:]
        k = short_side(x)
        left, right = (n, m) if self.full else (k, k)
        return ((*x[:-2], n, left), (*x[:-2], k), (*x[:-2], right, m))

    def dtype(self, x: DType) -> tuple[DType, ...]:
        return (x,) * 3

    def reference(self, x: Array) -> tuple[Array, ...]:
        return tuple(self.solved(np.linalg.svd, x, full_matrices=self.full))


def svd(x: Any, /, *, full_matrices: bool = True) -> SingularValues:
    """Return U, the singular values S (descending) and Vh with U @ diag(S) @ Vh = x.

    Raises:
        ShapeError: x holds no matrices.
    """
    return SingularValues(*unbundle(apply(Svd(full_matrices), matrices(x))))
