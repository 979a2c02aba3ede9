"""Shape arithmetic shared by operations."""

import math
from collections.abc import Iterable, Sequence
from operator import index

from limpid.errors import ShapeError

Shape = tuple[int, ...]
Axis = int | tuple[int, ...] | None


def broadcast(*shapes: Shape) -> Shape:
    """Return the shape that results from broadcasting these shapes together.

    Raises:
        ShapeError: Two sizes differ and neither is 1.

    Example:
        >>> broadcast((2, 1), (3,))
        (2, 3)
    """
    ndim = max((len(s) for s in shapes), default=0)
    padded = [(1,) * (ndim - len(s)) + s for s in shapes]
    return tuple(_common_size(sizes, shapes) for sizes in zip(*padded, strict=True))


def _common_size(sizes: Sequence[int], shapes: Sequence[Shape]) -> int:
    wide = {size for size in sizes if size != 1}
    if len(wide) > 1:
        raise ShapeError(
            f"shapes {' and '.join(map(str, shapes))} do not broadcast; expected each "
            "pair of sizes, counted from the right, to be equal or 1: reshape one."
        )
    return wide.pop() if wide else 1


def normalize_axis(axis: int, ndim: int) -> int:
    """Return the axis counted from the front.

    Raises:
        ShapeError: The axis is outside -ndim..ndim-1.
    """
    if not -ndim <= axis < ndim:
        raise ShapeError(
            f"axis {axis} is out of range for an array of {ndim} dimensions; "
            f"expected {-ndim} to {ndim - 1}."
        )
    return axis % ndim


def normalize_axes(axis: Axis, ndim: int) -> Shape:
    """Return the axes counted from the front, None meaning all of them.

    Raises:
        ShapeError: An axis is out of range or named twice.
    """
    if axis is None:
        return tuple(range(ndim))
    axes = axis if isinstance(axis, Iterable) else (axis,)
    result = tuple(normalize_axis(index(a), ndim) for a in axes)
    if len(set(result)) != len(result):
        raise ShapeError(f"axis {axis} names an axis twice; name each once.")
    return result


def reduced(shape: Shape, axes: Shape, *, keepdims: bool) -> Shape:
    """Return the shape after reducing over `axes`."""
    if keepdims:
        return tuple(1 if i in axes else size for i, size in enumerate(shape))
    return tuple(size for i, size in enumerate(shape) if i not in axes)


def resolve_reshape(shape: Shape, target: Shape) -> Shape:
    """Return `target` with its one -1 replaced by what is left of `shape`.

    Raises:
        ShapeError: The numbers of elements differ.

    Example:
        >>> resolve_reshape((2, 6), (3, -1))
        (3, 4)
    """
    size = product(shape)
    known = product(n for n in target if n != -1)
    result = target
    if target.count(-1) == 1 and known and size % known == 0:
        result = tuple(size // known if n == -1 else n for n in target)
    if -1 in result or product(result) != size:
        raise ShapeError(
            f"cannot reshape {shape} ({size} elements) to {target}; "
            "expected a shape of as many elements, with at most one -1."
        )
    return result


def product(sizes: Iterable[int]) -> int:
    """Return the product as a Python integer (1 for no sizes)."""
    return math.prod(sizes)
