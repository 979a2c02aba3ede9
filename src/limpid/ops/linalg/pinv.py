from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply
from limpid.ops.linalg.decomposition import Decomposition, long_side, matrices


@dataclass(frozen=True)
class Pinv(Decomposition):
    """The pseudo-inverse."""

    rtol: float | None = None

    def shape(self, x: Shape) -> Shape:
        return (*x[:-2], x[-1], x[-2])

    def reference(self, x: Array) -> Array:
        eps = np.finfo(x.dtype).eps
        share = long_side(x.shape) * eps if self.rtol is None else self.rtol
        return self.solved(np.linalg.pinv, x, rcond=share)


def pinv(x: Any, /, *, rtol: float | None = None) -> Tensor:
    """Return the pseudo-inverse, which solves in the sense of least squares.

    Args:
        x: Matrices (..., n, m).
        rtol: Singular values below this share of the largest count as 0; the longer
            side times the type's smallest step by default.
    """
    return apply(Pinv(rtol), matrices(x))
