"""What the operations on matrices share: NumPy's function, checked and named."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import DataError, ShapeError
from limpid.graph.arithmetic import as_float
from limpid.graph.op import Array, Op
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor

__all__: list[str] = []


@dataclass(frozen=True)
class Decomposition(Op):
    """A function of matrices that limpid can compute, but not differentiate."""

    differentiable: ClassVar[bool] = False

    def solved(self, function: Any, *arrays: Array, **settings: Any) -> Any:
        """Return function's value.

        Raises:
            DataError: A matrix is singular, or otherwise not what the function needs.
        """
        # LAPACK speaks float32 and float64.
        wide = [a.astype("float32") if a.dtype == "float16" else a for a in arrays]
        try:
            value = function(*wide, **settings)
        except np.linalg.LinAlgError as error:
            raise DataError(f"{self.name}: {error}; look at the matrix.") from None
        return _back(value, arrays[0].dtype)


def _back(value: Any, dtype: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_back(part, dtype) for part in value)
    return np.asarray(value, dtype)


def matrices(x: Any, *, square: bool = False) -> Tensor:
    """Return x as floats.

    Raises:
        ShapeError: x holds no (square) matrices.
    """
    x = as_float(x)
    if len(x.shape) < 2 or (square and x.shape[-1] != x.shape[-2]):
        kind = "square matrices (..., n, n)" if square else "matrices (..., n, m)"
        raise ShapeError(f"Expected {kind}; got shape {x.shape}.")
    return x


def long_side(x: Shape) -> int:
    """Return the larger of a matrix's two sizes."""
    return max(x[-2:])


def short_side(x: Shape) -> int:
    """Return the smaller of a matrix's two sizes: how many singular values it has."""
    return min(x[-2:])
