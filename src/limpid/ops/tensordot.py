from collections.abc import Sequence
from typing import Any

from limpid.errors import ShapeError
from limpid.graph.arithmetic import pair, reshape
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import normalize_axes, product
from limpid.graph.tensor import Tensor
from limpid.ops.matmul import matmul
from limpid.ops.transpose import transpose

Axes = int | tuple[Sequence[int], Sequence[int]]


@deferrable
def tensordot(x1: Any, x2: Any, /, axes: Axes = 2) -> Tensor:
    """Return the sum of products over axes of x1 and as many of x2.

    Args:
        x1: The first array.
        x2: The second.
        axes: How many last axes of x1 meet as many first axes of x2, or the axes of
            each.

    Shapes: the other axes of x1, then those of x2.

    Raises:
        ShapeError: Axes that meet differ in size or number.
    """
    x, y = pair(x1, x2)
    if isinstance(axes, int):
        axes = (range(x.ndim - axes, x.ndim), range(axes))
    first = normalize_axes(tuple(axes[0]), x.ndim)
    second = normalize_axes(tuple(axes[1]), y.ndim)
    if [x.shape[i] for i in first] != [y.shape[i] for i in second]:
        raise ShapeError(
            f"tensordot: axes {first} of shape {x.shape} do not fit axes {second} of "
            f"{y.shape}; expected equal sizes."
        )
    rows = tuple(i for i in range(x.ndim) if i not in first)
    columns = tuple(i for i in range(y.ndim) if i not in second)
    shape = (*(x.shape[i] for i in rows), *(y.shape[i] for i in columns))
    inner = product(x.shape[i] for i in first)
    left = reshape(transpose(x, rows + first), (product(shape[: len(rows)]), inner))
    right = reshape(
        transpose(y, second + columns), (inner, product(shape[len(rows) :]))
    )
    return reshape(matmul(left, right), shape)
