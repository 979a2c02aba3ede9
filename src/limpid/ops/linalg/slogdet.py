from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from limpid.graph.dtypes import DType
from limpid.graph.gradient import unbundle
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply
from limpid.ops.linalg.decomposition import Decomposition, matrices


class SignedLogarithm(NamedTuple):
    """The determinant is sign * exp(logabsdet)."""

    sign: Tensor
    logabsdet: Tensor


@dataclass(frozen=True)
class Slogdet(Decomposition):
    """Sign and logarithm of the determinant."""

    def shape(self, x: Shape) -> tuple[Shape, ...]:
        return (x[:-2], x[:-2])

    def dtype(self, x: DType) -> tuple[DType, ...]:
        return (x,) * 2

    def reference(self, x: Array) -> tuple[Array, ...]:
        return tuple(self.solved(np.linalg.slogdet, x))


def slogdet(x: Any, /) -> SignedLogarithm:
    """Return sign and logarithm of the determinants, which themselves could overflow.

    Raises:
        ShapeError: The matrices are not square.
    """
    return SignedLogarithm(*unbundle(apply(Slogdet(), matrices(x, square=True))))
