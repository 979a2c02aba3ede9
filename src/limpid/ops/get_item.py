from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import DataError, ShapeError
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape, broadcast, product
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.ops.take import take
from limpid.ops.where import where

Part = int | slice | None
Key = tuple[Any, ...]


@dataclass(frozen=True)
class GetItem(Op):
    """Basic indexing by integers, slices, None and Ellipsis."""

    key: Key
    formula: ClassVar[str] = "x[key]"

    def shape(self, x: Shape) -> Shape:
        # A broadcast scalar takes no memory and knows NumPy's rules.
        try:
            return np.broadcast_to(np.False_, x)[self.key].shape
        except IndexError as error:
            raise ShapeError(f"index {self.key} into shape {x}: {error}.") from None

    def reference(self, x: Array) -> Array:
        return x[self.key]

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (apply(SetItem(self.key, x.shape), g),)


@dataclass(frozen=True)
class SetItem(Op):
    """Zeros of a shape with g put where a basic index points."""

    key: Key
    target: Shape

    def shape(self, g: Shape) -> Shape:
        return self.target

    def reference(self, g: Array) -> Array:
        result = np.zeros(self.target, g.dtype)
        result[self.key] = g
        return result

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (apply(GetItem(self.key), g),)


def get_item(x: Any, key: Any, /) -> Tensor:
    """Return x[key]: integers, slices, None, Ellipsis, or arrays of indices.

    Several arrays of integers stand side by side, one for each axis, as in
    x[rows, columns]; next to arrays there are but whole slices. A boolean array
    selects, as in NumPy; it needs a value, so not under trace.

    Raises:
        DataError: An index in an array is out of range.
        ShapeError: Another is, or the parts are too many or do not fit together.
    """
    x = as_tensor(x)
    parts = key if isinstance(key, tuple) else (key,)
    positions = [i for i, p in enumerate(parts) if _is_array(p)]
    if positions:
        return _by_arrays(x, parts, positions)
    return apply(GetItem(tuple(_plain(p) for p in parts)), x)


def _is_array(part: Any) -> bool:
    return isinstance(part, (list, np.ndarray)) or getattr(part, "shape", ()) != ()


def _plain(part: Any) -> Any:
    if isinstance(part, slice):
        ends = (part.start, part.stop, part.step)
        return slice(*(None if e is None else int(e) for e in ends))
    return part if part is None or part is Ellipsis else _integer(part)


def _integer(part: Any) -> int:
    if not hasattr(part, "__index__"):
        raise ShapeError(
            f"cannot index with {part!r}; expected integers, slices, None or ..."
        )
    return int(part.__index__())


def _by_arrays(x: Tensor, parts: Key, positions: list[int]) -> Tensor:
    """Gather along neighbouring axes; the other parts must be whole slices."""
    first, end = positions[0], positions[-1] + 1
    indices = [as_tensor(p) for p in parts[first:end] if _is_array(p)]
    others = (p for i, p in enumerate(parts) if i not in positions)
    is_mixed = len(indices) > 1 and any(i.dtype.kind == "b" for i in indices)
    if len(indices) < end - first or any(not _is_whole(p) for p in others) or is_mixed:
        raise ShapeError(
            "arrays of indices stand side by side, and a mask alone, among ':' only; "
            "use take, take_along_axis or two steps for more."
        )
    if indices[0].dtype.kind == "b":
        return _by_mask(x, indices[0], first)
    sizes = x.shape[first:end]
    if len(sizes) < len(indices):
        raise ShapeError(f"too many indices for an array of shape {x.shape}.")
    flat = x.reshape((*x.shape[:first], product(sizes), *x.shape[end:]))
    return take(flat, _flat_index(indices, sizes), axis=first)


def _is_whole(part: Any) -> bool:
    return isinstance(part, slice) and part == slice(None)


def _flat_index(indices: list[Tensor], sizes: Shape) -> Tensor:
    """Return one index for several axes; where one is out of range, it is, too."""
    pairs = zip(indices, sizes, strict=True)
    flat, *others = [_counted_from_front(index, size) for index, size in pairs]
    if not others:
        return flat
    broadcast(*(index.shape for index in indices))
    is_inside = (flat >= 0) & (flat < sizes[0])
    for index, size in zip(others, sizes[1:], strict=True):
        is_inside = is_inside & (index >= 0) & (index < size)
        flat = flat * size + index
    return where(is_inside, flat, product(sizes))


def _counted_from_front(index: Tensor, size: int) -> Tensor:
    """Return indices with a size added to those below 0.

    Raises:
        DataError: One is known, and out of range; others are checked as they are used.
    """
    if not index.is_symbolic:
        values = index.value
        outside = np.argwhere((values < -size) | (values >= size))
        if len(outside):
            place = tuple(outside[0].tolist())
            raise DataError(
                f"index {values[place]} at position {place} is out of range; "
                f"expected {-size} to {size - 1}."
            )
    return where(index < 0, index + size, index)


def _by_mask(x: Tensor, mask: Tensor, axis: int) -> Tensor:
    covered = x.shape[axis : axis + len(mask.shape)]
    if mask.shape != covered:
        raise ShapeError(f"a mask of shape {mask.shape} cannot select from {x.shape}.")
    flat = x.reshape((*x.shape[:axis], mask.size, *x.shape[axis + len(mask.shape) :]))
    return take(flat, np.flatnonzero(mask.value), axis=axis)
