from typing import Any

from limpid.errors import ShapeError
from limpid.graph.arithmetic import reshape
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import Axis, normalize_axes
from limpid.graph.tensor import Tensor, as_tensor


@deferrable
def squeeze(x: Any, /, axis: Axis = None) -> Tensor:
    """Return x without the given axes of size 1 (all such axes by default).

    Raises:
        ShapeError: An axis to remove has another size than 1.
    """
    x = as_tensor(x)
    ones = tuple(i for i, n in enumerate(x.shape) if n == 1)
    axes = ones if axis is None else normalize_axes(axis, len(x.shape))
    if not set(axes) <= set(ones):
        raise ShapeError(
            f"cannot squeeze axes {axes} of shape {x.shape}: not all are 1."
        )
    return reshape(x, tuple(n for i, n in enumerate(x.shape) if i not in axes))
