"""Images seen at other coordinates, and the gradients: gathers through four corners."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from limpid.engines.native.nest import Access, Nest, Through
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.ops.resample import Sampling

# Which row or column each mode copies to the border before and after.
BORDERS = {"nearest": (1, -2), "reflect": (1, -2), "wrap": (-2, 1)}
EVERY = slice(None)


def along(b: Any, op: Sampling, position: Any, size: int) -> tuple[Any, Any]:
    """Return the padded pixel before a position, and the weight of the next."""
    inside = folded(b, op.fill_mode, position, size)
    if op.interpolation == "nearest":
        inside = b.round(inside)
    before = b.minimum(b.cast(inside, "int64"), b.number(size, "int64"))
    return before, b.sub(inside, b.cast(before, b.dtype(inside)))


def folded(b: Any, mode: str, x: Any, size: int) -> Any:
    """Return the position, within 0..size + 1, at which padded images agree."""
    half, one = b.constant(0.5, x), b.constant(1, x)
    if mode == "reflect":
        phase = modulo(b, b.add(x, half), 2 * size)
        return b.add(b.minimum(phase, b.sub(b.constant(2 * size, x), phase)), half)
    if mode == "wrap":
        return b.add(modulo(b, x, size), one)
    inside = b.maximum(b.add(x, one), b.constant(0, x))
    return b.minimum(inside, b.constant(size + 1, x))


def modulo(b: Any, x: Any, size: int) -> Any:
    """Return x modulo a size, as the reference does."""
    times = b.floor(b.mul(x, b.constant(1 / size, x)))
    return b.sub(x, b.mul(times, b.constant(size, x)))


@dataclass(frozen=True)
class Corners:
    """Where each pixel falls: its first corner's number, and two weights."""

    first: View
    down: View
    right: View
    size: Shape

    @staticmethod
    def of(target: Target, coordinates: View, size: Shape, dtype: str) -> "Corners":
        """Lower the search for the corners."""
        op: Sampling = target.unit.head.op  # type: ignore[assignment, union-attr]
        shape = (coordinates.shape[0], *coordinates.shape[2:])
        first = target.new(shape, "int64")
        down, right = target.new(shape, dtype), target.new(shape, dtype)

        def body(b: Any, loaded: Sequence[Any]) -> list[Any]:
            row, column = (b.cast(x, dtype) for x in loaded)
            (y, down), (x, right) = (
                along(b, op, row, size[0]),
                along(b, op, column, size[1]),
            )
            return [b.add(b.mul(y, b.number(size[1] + 2, "int64")), x), down, right]

        loads = tuple(coordinates.part((EVERY, i)).all() for i in range(2))
        stores = (first.all(), down.all(), right.all())
        target.add(Nest(shape, 3, loads, stores, body, label=target.label()))
        return Corners(first, down, right, size)

    def pixels(self, padded: View) -> list[Access]:
        """Return accesses to the four pixels, over (batch, height, width, channels)."""
        row, channels = self.size[1] + 2, padded.shape[-1]
        count = self.size[0] * row + self.size[1] + 1
        index = Through(self.first.access(0, 1, 2, None), count, channels)
        corner = replace(padded.access(0, None, None, 3), through=index)
        steps = (0, 1, row, row + 1)
        return [replace(corner, offset=corner.offset + n * channels) for n in steps]

    def weights(self) -> list[Access]:
        """Return accesses to the weights, over the same axes."""
        return [v.access(0, 1, 2, None) for v in (self.down, self.right)]


def bordered(shape: Shape) -> Shape:
    """Return the shape of images with a border of one pixel."""
    return (shape[0], shape[1] + 2, shape[2] + 2, shape[3])


def padded(target: Target, x: View) -> View:
    """Lower images surrounded by one pixel."""
    op: Sampling = target.unit.head.op  # type: ignore[assignment, union-attr]
    room, inner = target.new(bordered(x.shape), x.dtype), slice(1, -1)
    if op.fill_mode == "constant":
        target.fill(room, op.fill_value)
    target.copy(x, room.part((EVERY, inner, inner)))
    for key in border(op.fill_mode, columns=inner):
        target.copy(room.part(key[1]), room.part(key[0]))
    return room


def border(mode: str, columns: slice = EVERY) -> list[tuple[Any, Any]]:
    """Return (border, inner) pairs of keys: rows first, then whole columns."""
    if mode == "constant":
        return []
    before, after = BORDERS[mode]
    rows = [
        ((EVERY, 0, columns), (EVERY, before, columns)),
        ((EVERY, -1, columns), (EVERY, after, columns)),
    ]
    sides = [
        ((EVERY, EVERY, 0), (EVERY, EVERY, before)),
        ((EVERY, EVERY, -1), (EVERY, EVERY, after)),
    ]
    return [*rows, *sides]


def resample(node: Tensor, target: Target) -> None:
    """Lower interpolation along the columns of both rows, then between the rows."""
    x, coordinates = (target.view(v) for v in node.inputs)
    corners = Corners.of(target, coordinates, x.shape[1:3], x.dtype)

    def body(b: Any, loaded: Sequence[Any]) -> list[Any]:
        upper, upper_right, lower, lower_right, down, right = loaded
        upper = moved(b, upper, upper_right, right)
        lower = moved(b, lower, lower_right, right)
        return [moved(b, upper, lower, down)]

    loads = (*corners.pixels(padded(target, x)), *corners.weights())
    store = target.result().all()
    target.add(Nest(node.shape, 4, loads, (store,), body, label=target.label()))


def moved(b: Any, start: Any, end: Any, share: Any) -> Any:
    """Return the start, moved a share of the way to the end."""
    return b.add(start, b.mul(b.sub(end, start), share))


def resample_images(node: Tensor, target: Target) -> None:
    """Lower the gradient by the images: each pixel gets its share."""
    op: Sampling = node.op  # type: ignore[assignment]
    g, coordinates = (target.view(v) for v in node.inputs)
    corners = Corners.of(target, coordinates, node.shape[1:3], g.dtype)
    room = target.new(bordered(node.shape), g.dtype)
    target.fill(room, 0)
    places = tuple(corners.pixels(room))
    loads = (*places, g.all(), *corners.weights())
    label = target.label()
    target.add(Nest(g.shape, 4, loads, places, shared, sequential=True, label=label))
    for outer, inner in border(op.fill_mode):
        _add(target, room.part(outer), room.part(inner))
    target.copy(room.part((EVERY, slice(1, -1), slice(1, -1))), target.result())


def shared(b: Any, loaded: Sequence[Any]) -> list[Any]:
    """Return the four pixels with their shares of a cotangent added."""
    *pixels, g, down, right = loaded
    one = b.constant(1, down)
    up, left = b.sub(one, down), b.sub(one, right)
    weights = [
        b.mul(*pair) for pair in ((up, left), (up, right), (down, left), (down, right))
    ]
    return [b.add(p, b.mul(g, w)) for p, w in zip(pixels, weights, strict=True)]


def _add(target: Target, source: View, into: View) -> None:
    loads, kept = (source.all(), into.all()), len(into.shape)
    target.add(
        Nest(
            into.shape, kept, loads, loads[1:], lambda b, v: [b.add(*v)], label="border"
        )
    )


def resample_coordinates(node: Tensor, target: Target) -> None:
    """Lower the gradient by the coordinates: slopes; 0 for nearest pixels."""
    op: Sampling = node.op  # type: ignore[assignment]
    g, x, coordinates = (target.view(v) for v in node.inputs)
    result = target.result()
    if op.interpolation == "nearest":
        target.fill(result, 0)
        return
    corners = Corners.of(target, coordinates, x.shape[1:3], x.dtype)
    loads = (g.all(), *corners.pixels(padded(target, x)), *corners.weights())
    for axis, slope in enumerate((by_row, by_column)):
        place, at = (v.part((EVERY, axis)) for v in (result, coordinates))
        target.add(
            Nest(
                g.shape,
                3,
                loads,
                (place.access(0, 1, 2, None),),
                _times(slope),
                "sum",
                "float64",
                late_loads=(at.access(0, 1, 2, None),),
                finish=_signed(op.fill_mode, x.shape[1 + axis], result.dtype),
                label=target.label(),
            )
        )


def by_row(b: Any, pixels: Sequence[Any], weights: Sequence[Any]) -> Any:
    """Return the slope from row to row."""
    (a, r, c, d), (_, right) = pixels, weights
    left = b.sub(b.constant(1, right), right)
    return b.add(b.mul(b.sub(c, a), left), b.mul(b.sub(d, r), right))


def by_column(b: Any, pixels: Sequence[Any], weights: Sequence[Any]) -> Any:
    """Return the slope from column to column."""
    (a, r, c, d), (down, _) = pixels, weights
    up = b.sub(b.constant(1, down), down)
    return b.add(b.mul(b.sub(r, a), up), b.mul(b.sub(d, c), down))


def _times(slope: Callable[..., Any]) -> Callable[..., Any]:
    return lambda b, v: [b.mul(v[0], slope(b, v[1:5], v[5:]))]


def _signed(mode: str, size: int, dtype: str) -> Callable[..., Any]:
    """Return a finish that counts how a folded position moves: by 1, -1 or not."""

    def finish(b: Any, loaded: Sequence[Any]) -> list[Any]:
        total, at = loaded
        zero = b.constant(0, total)
        if mode == "wrap":
            return [b.cast(total, dtype)]
        if mode == "reflect":
            there = b.cast(b.add(at, b.constant(0.5, at)), "float64")
            phase = b.function("fmod", there, b.constant(2 * size, there))
            turned = b.add(phase, b.constant(2 * size, phase))
            phase = b.select(b.compare(phase, zero, "<"), turned, phase)
            ahead = b.compare(phase, b.constant(size, phase), "<")
            return [b.cast(b.select(ahead, total, b.neg(total)), dtype)]
        above = b.compare(at, b.constant(-1, at), ">")
        inside = b.bit_and(above, b.compare(at, b.constant(size, at), "<"))
        return [b.cast(b.select(inside, total, zero), dtype)]

    return finish
