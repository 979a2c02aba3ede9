from typing import Any

from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.argsort import argsort
from limpid.ops.take_along_axis import take_along_axis


def sort(
    x: Any, /, axis: int = -1, descending: bool = False, stable: bool = True
) -> Tensor:
    """Return x sorted along an axis; NaN counts as largest."""
    x = as_tensor(x)
    order = argsort(x, axis=axis, descending=descending, stable=stable)
    return take_along_axis(x, order, axis=axis)
