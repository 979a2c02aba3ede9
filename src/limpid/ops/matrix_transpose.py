from typing import Any

from limpid.errors import ShapeError
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.transpose import transpose


def matrix_transpose(x: Any, /) -> Tensor:
    """Return x with its last two axes swapped.

    Raises:
        ShapeError: x has fewer than two axes.
    """
    x = as_tensor(x)
    ndim = len(x.shape)
    if ndim < 2:
        raise ShapeError(f"matrix_transpose needs two axes; got shape {x.shape}.")
    return transpose(x, (*range(ndim - 2), ndim - 1, ndim - 2))
