from typing import Any

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.arithmetic import reshape
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import Axis, normalize_axes
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.take import take


@deferrable
def roll(x: Any, /, shift: int | tuple[int, ...], axis: Axis = None) -> Tensor:
    """Return x with its elements moved along the axes; the last come in at the front.

    Without an axis, x is rolled as if it were flat.

    Raises:
        ShapeError: There is not one shift for each axis.
    """
    x = as_tensor(x)
    if axis is None:
        return reshape(roll(reshape(x, (-1,)), shift, axis=0), x.shape)
    axes = normalize_axes(axis, len(x.shape))
    shifts = (shift,) * len(axes) if isinstance(shift, int) else tuple(shift)
    if len(shifts) != len(axes):
        raise ShapeError(f"roll got {len(shifts)} shifts for {len(axes)} axes.")
    for i, places in zip(axes, shifts, strict=True):
        x = take(x, np.roll(np.arange(x.shape[i]), places), axis=i)
    return x
