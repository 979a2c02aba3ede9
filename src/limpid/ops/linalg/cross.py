from typing import Any

from limpid.errors import ShapeError
from limpid.graph.arithmetic import pair
from limpid.graph.tensor import Tensor
from limpid.ops.broadcast_arrays import broadcast_arrays
from limpid.ops.roll import roll


def cross(x1: Any, x2: Any, /, *, axis: int = -1) -> Tensor:
    """Return the vectors perpendicular to both, along an axis of three elements.

    Raises:
        ShapeError: The axis has another size than 3.
    """
    x, y = broadcast_arrays(*pair(x1, x2))
    if x.shape[axis] != 3:
        raise ShapeError(f"cross needs vectors of 3 elements; got shape {x.shape}.")
    # The next and the one before, in circles: x1 y2 - x2 y1 and so on.
    forwards = roll(x, -1, axis=axis) * roll(y, 1, axis=axis)
    return forwards - roll(x, 1, axis=axis) * roll(y, -1, axis=axis)
