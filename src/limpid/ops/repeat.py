from typing import Any

import numpy as np

from limpid.graph.arithmetic import reshape
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import normalize_axis
from limpid.graph.tensor import Tensor, as_array, as_tensor
from limpid.graph.variable import require_room
from limpid.ops.take import take


@deferrable
def repeat(x: Any, repeats: Any, /, axis: int | None = None) -> Tensor:
    """Return x with each element repeated along an axis; flattened first if None.

    Args:
        x: The array.
        repeats: How often: for all elements, or one number for each.
        axis: The axis along which to repeat.
    """
    x = as_tensor(x)
    if axis is None:
        x, axis = reshape(x, (-1,)), 0
    axis = normalize_axis(axis, len(x.shape))
    require_room(x.shape[axis] * int(np.max(as_array(repeats), initial=0)))
    positions = np.repeat(np.arange(x.shape[axis]), as_array(repeats))
    return take(x, positions, axis=axis)
