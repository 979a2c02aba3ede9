from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ShapeError
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.ops.take import take

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
    """Return x[key]: integers, slices, None, Ellipsis, or one array of indices.

    A boolean array selects, as in NumPy; it needs a value, so not under trace.

    Raises:
        ShapeError: The index is out of range or has too many parts.
    """
    x = as_tensor(x)
    parts = key if isinstance(key, tuple) else (key,)
    position = next((i for i, p in enumerate(parts) if _is_array(p)), None)
    if position is not None:
        return _by_array(x, parts, position)
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


def _by_array(x: Tensor, parts: Key, position: int) -> Tensor:
    """Gather along one axis; the parts before and after must be whole slices."""
    index = as_tensor(parts[position])
    others = [p for i, p in enumerate(parts) if i != position]
    if any(p != slice(None) for p in others):
        raise ShapeError(
            "one array of indices may only stand among ':'; use take, take_along_axis "
            "or two steps for more."
        )
    if index.dtype.kind == "b":
        return _by_mask(x, index, position)
    size = x.shape[position]
    wrapped = np.where(index.value < 0, index.value + size, index.value)
    return take(x, wrapped, axis=position)


def _by_mask(x: Tensor, mask: Tensor, axis: int) -> Tensor:
    covered = x.shape[axis : axis + len(mask.shape)]
    if mask.shape != covered:
        raise ShapeError(f"a mask of shape {mask.shape} cannot select from {x.shape}.")
    flat = x.reshape((*x.shape[:axis], mask.size, *x.shape[axis + len(mask.shape) :]))
    return take(flat, np.flatnonzero(mask.value), axis=axis)
