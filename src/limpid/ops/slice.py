from collections.abc import Sequence
from typing import Any

from limpid.errors import ShapeError
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, as_tensor

_cut = slice


@deferrable
def slice(inputs: Any, start_indices: Sequence[int], shape: Shape) -> Tensor:
    """Return the block of a shape that begins at the given indices.

    Raises:
        ShapeError: The block reaches beyond the inputs.
    """
    x = as_tensor(inputs)
    return x[block(x.shape, start_indices, shape)]


def block(within: Shape, starts: Sequence[int], shape: Shape) -> tuple[_cut, ...]:
    """Return the index of a block, checked against the array it lies in."""
    corner = [int(n) for n in starts]
    fits = len(corner) == len(shape) == len(within) and all(
        0 <= a <= a + n <= size
        for a, n, size in zip(corner, shape, within, strict=True)
    )
    if not fits:
        raise ShapeError(
            f"a block of shape {tuple(shape)} at {corner} does not lie inside {within}."
        )
    return tuple(_cut(a, a + n) for a, n in zip(corner, shape, strict=True))
