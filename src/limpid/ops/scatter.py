from typing import Any

from limpid.errors import ShapeError
from limpid.graph.arithmetic import reshape
from limpid.graph.deferred import deferrable
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor, as_tensor
from limpid.ops.segment_sum import segment_sum
from limpid.ops.take import check_range


@deferrable
def scatter(indices: Any, values: Any, shape: Shape) -> Tensor:
    """Return zeros of a shape with values added where the indices point.

    Args:
        indices: (..., depth), integers: the first `depth` axes of a place each.
        values: (..., *shape[depth:]).
        shape: The shape of the result.

    Raises:
        ShapeError: Indices and values do not fit the shape.
        DataError: An index is out of range.
    """
    places, x = as_tensor(indices), as_tensor(values)
    depth, shape = places.shape[-1], tuple(shape)
    if x.shape != (*places.shape[:-1], *shape[depth:]):
        raise ShapeError(
            f"scatter got values of shape {x.shape}; expected "
            f"{(*places.shape[:-1], *shape[depth:])} for indices {places.shape}."
        )
    flat = flat_indices(places, shape[:depth])
    rows = reshape(x, (product(flat.shape), *shape[depth:]))
    return reshape(segment_sum(rows, flat, product(shape[:depth])), shape)


def flat_indices(places: Tensor, shape: Shape) -> Tensor:
    """Return one row-major number for each index of several parts.

    Raises:
        DataError: A part is out of range.
    """
    rows = reshape(places, (product(places.shape[:-1]), len(shape)))
    strides = [product(shape[i + 1 :]) for i in range(len(shape))]
    flat = rows[:, 0] * 0
    for i, stride in enumerate(strides):
        flat = flat + take_checked(rows[:, i], shape[i]) * stride
    return flat


def take_checked(index: Tensor, size: int) -> Tensor:
    """Return the index; raise DataError where it is known and out of range."""
    if not index.is_symbolic:
        check_range(index.value, size)
    return index
