from typing import Any

from limpid.errors import ShapeError
from limpid.graph.arithmetic import pair, sum
from limpid.graph.shapes import normalize_axis
from limpid.graph.tensor import Tensor
from limpid.ops.moveaxis import moveaxis


def vecdot(x1: Any, x2: Any, /, axis: int = -1) -> Tensor:
    """Return the dot products of vectors along an axis; the others broadcast.

    Raises:
        ShapeError: The vectors differ in length.
    """
    x, y = (moveaxis(x, normalize_axis(axis, x.ndim), -1) for x in pair(x1, x2))
    if x.shape[-1] != y.shape[-1]:
        raise ShapeError(
            f"vecdot of vectors of {x.shape[-1]} and {y.shape[-1]} elements; "
            "expected equal lengths."
        )
    return sum(x * y, axis=-1)
