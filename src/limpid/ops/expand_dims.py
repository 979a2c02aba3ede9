from typing import Any

from limpid.graph.arithmetic import reshape
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import normalize_axis
from limpid.graph.tensor import Tensor, as_tensor


@deferrable
def expand_dims(x: Any, /, axis: int = 0) -> Tensor:
    """Return x with a new axis of size 1 at the position.

    Raises:
        ShapeError: The position is out of range.
    """
    x = as_tensor(x)
    position = normalize_axis(axis, len(x.shape) + 1)
    return reshape(x, (*x.shape[:position], 1, *x.shape[position:]))
