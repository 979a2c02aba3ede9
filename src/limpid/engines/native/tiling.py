"""Tiling: from a nest to LLVM loops.

One kept axis becomes the lanes of vectors (the one along which results lie side by
side), another is cut into tiles of a few rows, so that each vector loaded is used for
all rows and each broadcast for all columns: the tile's results stay in registers
while the reduced axes are walked. Matrix products and convolutions reach the speed of
libraries written by hand this way, without a case of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from limpid.engines.native.llvm import Function, Value, index
from limpid.engines.native.memory_words import MemoryWords
from limpid.engines.native.nest import Access, Nest
from limpid.engines.native.words import Element, LLVMWords
from limpid.graph.shapes import product

# Rounds of a reduced loop written out, so that its overhead is shared.
UNROLL = 4
# Reduced axes shorter than this are walked element by element.
SHORT = 4
# Independent rows from which on they are walked before what depends on each other.
LANES_APART = 4
# Rows of a tile beyond which the code grows and nothing is gained.
MOST_ROWS = 12
# Additions that a processor can have under way: two units, four cycles each.
UNDER_WAY = 8
# Instructions in a loop's body beyond which writing out rounds only costs space.
LARGE_BODY = 24

# The word that takes in one more element.
COMBINE = {"sum": "add", "prod": "mul", "max": "maximum", "min": "minimum"}

At = dict[int, Any]


@dataclass(frozen=True)
class Tile:
    """What is computed at once: `rows` times `columns` vectors, the last perhaps cut.

    Attributes:
        lane_axis: The axis of the lanes, or None for scalars.
        row_axis: The axis of the rows, or None.
        lanes: Of each vector.
        columns: Vectors side by side.
        rows: Of vectors.
        tail: How many lanes of a cut vector count; None for all.
    """

    lane_axis: int | None
    row_axis: int | None
    lanes: int
    columns: int = 1
    rows: int = 1
    tail: int | None = None

    @property
    def cells(self) -> list[tuple[int, int]]:
        """(row, column) of every vector."""
        return [(r, c) for r in range(self.rows) for c in range(self.columns)]


def emit(f: Function, pointers: dict[int, Value], nest: Nest) -> None:
    """Write a nest's loops into a function."""
    nest = nest.simplified()
    if 0 in nest.sizes[: nest.kept]:
        return
    tiling = Tiling(f, pointers, nest)
    if tiling.shared_axis is None:
        f.first_thread(tiling.write)
    else:
        tiling.write()


# Elements computed below which waking other threads costs more than it saves.
SMALL = 8192


def is_shared(nest: Nest) -> bool:
    """Tell whether threads share the nest's work; else the first does it all."""
    work = product(nest.sizes) * (1 if nest.product else 4)
    apart = product(nest.sizes[: 1 if nest.sequential else nest.kept])
    return work >= SMALL and apart > 1


class Tiling:
    """Writes one nest."""

    def __init__(self, f: Function, pointers: dict[int, Value], nest: Nest) -> None:
        """Choose the axes."""
        self.f, self.nest = f, nest
        self.reduced = list(range(nest.kept, len(nest.sizes)))
        self.memory = MemoryWords(f, pointers, nest.label)
        dtypes = [a.dtype for a in (*nest.loads, *nest.stores)] + [nest.accumulator]
        widest = max(np.dtype(d).itemsize for d in dtypes if d)
        self.machine = f.module.machine
        self.width = self.machine.vector_bytes // max(widest, 4)
        self.lane_axis = self._lane_axis()
        self.row_axis = self._row_axis() if nest.reduction else None
        self.shared_axis = self._shared_axis() if is_shared(nest) else None

    def _shared_axis(self) -> int | None:
        """Return the axis whose rounds the threads share out: the outermost loop."""
        if self.nest.sequential:
            return 0
        special = {self.lane_axis, self.row_axis}
        outer = [i for i in range(self.nest.kept) if i not in special]
        large = [i for i in outer if self.nest.sizes[i] >= 8]
        if large:
            return large[0]
        candidates = [a for a in (self.row_axis, self.lane_axis) if a is not None]
        return max(candidates or outer, key=lambda a: self.nest.sizes[a], default=None)

    def _loop(
        self, axis: int, count: int, body: Callable[[Value], Any], *, start: int = 0, step: int = 1
    ) -> None:
        """Write a loop over a kept axis, shared by the threads if it is the one."""
        if axis == self.shared_axis:
            self.f.shared_loop(count, body, start=start, step=step)
            return

        def inside(i: Value) -> tuple[Value, ...]:
            body(i)
            return ()

        self.f.loop(count, inside, start=start, step=step)

    def _lane_axis(self) -> int | None:
        """Return the last kept axis along which all results are contiguous."""
        nest = self.nest
        if any(a.through for a in nest.stores):
            return None
        # Lanes that each read an index of their own would not lie side by side.
        indices = [a.through.access for a in nest.loads if a.through]
        fitting = [
            i
            for i in range(nest.kept)
            if all(a.strides[i] == 1 for a in nest.stores)
            and all(a.strides[i] == 0 for a in indices)
        ]
        if nest.sequential:
            fitting = [i for i in fitting if i == nest.kept - 1]
        axis = fitting[-1] if fitting else None
        if nest.reduction and axis is not None and self._along_lanes(axis):
            return None
        return axis

    def _along_lanes(self, axis: int) -> bool:
        """Tell whether to make lanes of the reduced axis, since the kept is short."""
        nest = self.nest
        if nest.reduction != "sum" or not self.reduced or nest.sizes[axis] > self.width // 2:
            return self.scattered(axis) and bool(self.reduced) and self.contiguous
        return self.contiguous and nest.sizes[self.reduced[-1]] > nest.sizes[axis]

    def scattered(self, axis: int) -> bool:
        """Tell whether some load would gather its lanes one by one along the axis."""
        loads = self.nest.loads
        return any(a.strides[axis] not in {0, 1} for a in loads)

    @property
    def contiguous(self) -> bool:
        """Whether all loads are contiguous or constant along the last reduced axis."""
        last = self.reduced[-1]
        return all(a.strides[last] in {0, 1} and not a.through for a in self.nest.loads)

    @property
    def is_across(self) -> bool:
        """Whether the lanes are partial results of a reduction, in the end combined."""
        across = self.nest.reduction and self.lane_axis is None and self.reduced
        return bool(across) and self.contiguous

    def _row_axis(self) -> int | None:
        """Return the kept axis over which most loads are shared."""
        loads = self.nest.loads
        shared = {
            i: sum(a.strides[i] == 0 for a in loads)
            for i in range(self.nest.kept)
            if i != self.lane_axis and any(a.strides[i] == 0 for a in loads)
        }
        if self.nest.sequential and 0 in shared and self.nest.sizes[0] >= LANES_APART:
            # What is stored for one row is not loaded for the next.
            return 0
        return max(shared, key=lambda i: (shared[i], self.nest.sizes[i] > 2, i), default=None)

    # Loops over the kept axes

    def write(self) -> None:
        """Write all loops."""
        if self.is_across:
            kept = list(range(self.nest.kept))
            self._over(kept, {}, self._reduce_lanes)
            return
        special = {self.lane_axis, self.row_axis}
        outer = [i for i in range(self.nest.kept) if i not in special]
        self._over(outer, {}, self._tiles)

    def _over(self, axes: Sequence[int], at: At, body: Callable[[At], None]) -> None:
        if not axes:
            body(at)
            return
        head, *rest = axes
        size = self.nest.sizes[head]
        self._loop(head, size, lambda i: self._over(rest, at | {head: i}, body))

    def _tiles(self, at: At) -> None:
        """Walk the lanes' axis in blocks, and the rows' in tiles inside each."""
        axis = self.lane_axis
        if axis is None:
            self._rows(at, Tile(None, self.row_axis, 1))
            return
        for start, count, tile in self.blocks(axis):

            def block(j: Value, tile: Tile = tile) -> None:
                self._rows(at | {axis: j}, tile)

            self._loop(axis, count, block, start=start, step=tile.columns * tile.lanes)

    def blocks(self, axis: int) -> list[tuple[int, int, Tile]]:
        """Return (start, count, tile): wide blocks, single vectors, a cut vector."""
        row = self.row_axis
        size, lanes = self.nest.sizes[axis], self.width
        while lanes > 4 and lanes // 2 >= size:
            lanes //= 2
        blocks, start = [], 0
        for columns in (2, 1) if self.nest.reduction else (1,):
            count = (size - start) // (lanes * columns)
            if count:
                blocks.append((start, count, Tile(axis, row, lanes, columns)))
                start += count * lanes * columns
        if start < size:
            blocks.append((start, 1, Tile(axis, row, lanes, tail=size - start)))
        return blocks

    def _rows(self, at: At, tile: Tile) -> None:
        axis = self.row_axis
        if axis is None:
            self._tile(at, tile)
            return
        for start, count, rows in self.row_cuts(tile.columns):

            def body(i: Value, rows: int = rows) -> None:
                self._tile(at | {axis: i}, replace(tile, rows=rows))

            self._loop(axis, count, body, start=start, step=rows)

    def row_cuts(self, columns: int) -> list[tuple[int, int, int]]:
        """Return (start, count, rows) of tiles of so many columns along their axis."""
        assert self.row_axis is not None
        # A quarter of the registers holds what is loaded.
        registers = self.machine.vector_registers * 3 // 4
        most = min(registers // columns, MOST_ROWS)
        return even_cuts(self.nest.sizes[self.row_axis], most)

    # One tile

    def _tile(self, at: At, tile: Tile) -> None:
        words = LLVMWords(self.f, tile.lanes)
        if self.nest.reduction is None:
            for cell in tile.cells:
                loaded = self._loads(words, self.nest.loads, at, tile, cell, {})
                self._store(words, at, tile, cell, self.nest.body(words, loaded))
            return
        kind = self.nest.accumulator
        count = len(tile.cells)
        sets = self.sets(count)
        first = [self._first(words).value] * (count * sets)

        def step(inner: At, sums: Sequence[Value]) -> list[Value]:
            cache: dict[Any, Element] = {}
            pairs = zip(tile.cells, sums, strict=True)
            return [self._gather(words, inner, tile, c, Element(s, kind), cache) for c, s in pairs]

        sums = self._reduce(self.reduced, at, first, step, sets)
        finals = [self._together(words, sums[i::count]) for i in range(count)]
        late: dict[Any, Element] = {}
        for cell, value in zip(tile.cells, finals, strict=True):
            self._finish(words, at, tile, cell, Element(value, kind), late)

    def sets(self, count: int) -> int:
        """Return how many partial sums to keep for each result.

        An addition takes several cycles; so many of them must be under way at once.
        """
        if not self.reduced or self.nest.sizes[self.reduced[-1]] < UNROLL:
            return 1
        return min(UNROLL, -(-UNDER_WAY // count))

    def rounds(self, count: int) -> int:
        """Return how many rounds of the last reduced loop to write out, for a tile."""
        return max(self.sets(count), min(UNROLL, LARGE_BODY // count))

    def _together(self, words: LLVMWords, parts: Sequence[Value]) -> Value:
        kind = self.nest.accumulator
        total = Element(parts[0], kind)
        for part in parts[1:]:
            total = self._combine(words, total, Element(part, kind))
        return total.value

    def _gather(
        self, words: LLVMWords, at: At, tile: Tile, cell: Any, total: Element, cache: Any
    ) -> Value:
        """Return the reduced value with one more element taken in."""
        loaded = self._loads(words, self.nest.loads, at, tile, cell, cache)
        if self.nest.product:
            return words.fused(*loaded, total).value
        (element,) = self.nest.body(words, loaded)
        return self._combine(words, total, element).value

    def _combine(self, words: LLVMWords, total: Element, element: Element) -> Element:
        combine = getattr(words, COMBINE[str(self.nest.reduction)])
        return combine(total, words.cast(element, total.dtype))  # type: ignore[no-any-return]

    def _first(self, words: LLVMWords) -> Element:
        kind = self.nest.accumulator
        return words.number(neutral(str(self.nest.reduction), kind), kind)

    def _finish(
        self, words: LLVMWords, at: At, tile: Tile, cell: Any, value: Element, cache: Any
    ) -> None:
        values: Sequence[Element] = [value]
        if self.nest.finish is not None:
            late = self._loads(words, self.nest.late_loads, at, tile, cell, cache)
            values = self.nest.finish(words, [value, *late])
        self._store(words, at, tile, cell, values)

    # Reduced axes

    def _reduce(
        self,
        axes: Sequence[int],
        at: At,
        sums: Sequence[Value],
        step: Callable[..., Any],
        sets: int,
    ) -> Sequence[Value]:
        """Walk the reduced axes, the last written out a few rounds at a time.

        The rounds take turns among the sets of partial sums.
        """
        if not axes:
            return step(at, sums)  # type: ignore[no-any-return]
        head, *rest = axes
        size = self.nest.sizes[head]
        if rest:

            def inside(k: Value, *inner: Value) -> Sequence[Value]:
                return self._reduce(rest, at | {head: k}, inner, step, sets)

            return self.f.loop(size, inside, sums)
        count = len(sums) // sets
        rounds = self.rounds(count)

        def turn(where: At, values: Sequence[Value], t: int) -> list[Value]:
            start = t % sets * count
            end = start + count
            return [*values[:start], *step(where, values[start:end]), *values[end:]]

        def several(k: Value, *inner: Value) -> Sequence[Value]:
            values: Sequence[Value] = inner
            for t in range(rounds):
                values = turn(at | {head: (k, t)}, values, t)
            return values

        sums = self.f.loop(size // rounds, several, sums, step=rounds)
        for t in range(size - size % rounds, size):
            sums = turn(at | {head: (index(t), 0)}, sums, t)
        return sums

    def _reduce_lanes(self, at: At) -> None:
        """Reduce along the last axis with lanes as partial results, then across them."""
        last, kind = self.reduced[-1], self.nest.accumulator
        size = self.nest.sizes[last]
        lanes = self.width if size >= SHORT else 1
        words = LLVMWords(self.f, lanes)

        def piece(where: At, total: Value, tail: int | None) -> Value:
            tile = Tile(last if lanes > 1 else None, None, lanes, tail=tail)
            loaded = self._loads(words, self.nest.loads, where, tile, (0, 0), {})
            (element,) = self.nest.body(words, loaded)
            element = words.cast(element, kind)
            if tail is not None:
                kept = Element(self.memory.mask(lanes, tail), "bool")
                element = words.select(kept, element, self._first(words))
            return self._combine(words, Element(total, kind), element).value

        def walk(axes: Sequence[int], where: At, total: Value) -> Value:
            if axes:
                head, *rest = axes
                size_ = self.nest.sizes[head]
                return self.f.loop(size_, lambda k, t: [walk(rest, where | {head: k}, t)], [total])[0]
            full = size // lanes
            (total,) = self.f.loop(
                full, lambda k, t: [piece(where | {last: k}, t, None)], [total], step=lanes
            )
            if size % lanes:
                total = piece(where | {last: index(full * lanes)}, total, size % lanes)
            return total

        total = walk(self.reduced[:-1], at, self._first(words).value)
        single = LLVMWords(self.f, 1)
        value = across_lanes(words, single, Element(total, kind), str(self.nest.reduction))
        self._finish(single, at, Tile(None, None, 1), (0, 0), value, {})

    # Memory

    def _loads(
        self, words: LLVMWords, accesses: Sequence[Access], at: At, tile: Tile, cell: Any, cache: Any
    ) -> list[Element]:
        return [self._load(words, a, at, tile, cell, cache) for a in accesses]

    def _load(
        self, words: LLVMWords, access: Access, at: At, tile: Tile, cell: Any, cache: Any
    ) -> Element:
        """Load a vector once for all cells of the tile that share it."""
        row_stride, lane_stride = self._strides(access, tile)
        key = (access, cell[0] if row_stride else 0, cell[1] if lane_stride else 0)
        if key not in cache:
            place = self._place(access, at, tile, cell, words)
            cache[key] = self.memory.load(words, access, place, lane_stride, tile.tail)
        return cache[key]  # type: ignore[no-any-return]

    def _store(
        self, words: LLVMWords, at: At, tile: Tile, cell: Any, values: Sequence[Element]
    ) -> None:
        for access, value in zip(self.nest.stores, values, strict=True):
            place = self._place(access, at, tile, cell, words)
            self.memory.store(words, access, place, value, tile.tail)

    def _strides(self, access: Access, tile: Tile) -> tuple[int, int]:
        def along(a: Access, axis: int | None) -> int:
            own = 0 if axis is None else a.strides[axis]
            return own or (along(a.through.access, axis) if a.through else 0)

        return along(access, tile.row_axis), along(access, tile.lane_axis)

    def _place(
        self, access: Access, at: At, tile: Tile, cell: Any, words: LLVMWords
    ) -> tuple[Value, int]:
        """Return the position of a cell's element: a variable part and a constant."""
        total, constant = index(0), access.offset
        for axis, i in at.items():
            base, extra = i if type(i) is tuple else (i, 0)
            stride = access.strides[axis]
            constant += extra * stride
            if base.name.isdigit():
                constant += int(base.name) * stride
            elif stride:
                total = self.f.add(total, self.f.scale(base, stride))
        for axis, number in ((tile.row_axis, cell[0]), (tile.lane_axis, cell[1] * tile.lanes)):
            constant += 0 if axis is None else number * access.strides[axis]
        if access.through is not None:
            inner = access.through
            place = self._place(inner.access, at, tile, cell, words)
            total = self.f.add(total, self.memory.checked_index(inner, place))
        return total, constant


def neutral(reduction: str, dtype: str) -> float:
    """Return what changes nothing when taken in."""
    if reduction in {"sum", "prod"}:
        return reduction == "prod"
    if dtype.startswith("float"):
        return float("-inf") if reduction == "max" else float("inf")
    if dtype == "bool":
        return reduction == "min"
    limits = np.iinfo(dtype)
    return int(limits.min if reduction == "max" else limits.max)


def across_lanes(words: LLVMWords, single: LLVMWords, x: Element, reduction: str) -> Element:
    """Return the reduction of a vector's lanes: halves are taken together."""
    if words.lanes == 1:
        return x
    f = words.function_
    kind = single.type(x.dtype)
    value, lanes = x, words.lanes
    while lanes > 1:
        lanes //= 2
        half = LLVMWords(f, lanes)
        parts = []
        for start in (0, lanes):
            chosen = ", ".join(f"i32 {start + i}" for i in range(lanes))
            source = value.value
            text = f"shufflevector {source}, {source.type} poison, <{lanes} x i32> <{chosen}>"
            parts.append(Element(f.emit(f"<{lanes} x {kind}>", text), x.dtype))
        if lanes == 1:
            parts = [Element(f.emit(kind, f"extractelement {p.value}, i32 0"), x.dtype) for p in parts]
        value = getattr(half, COMBINE[reduction])(*parts)
    return value


def even_cuts(size: int, most: int) -> list[tuple[int, int, int]]:
    """Cut rows into (start, count, rows) of nearly equal height: 64 is 4 * 6 + 8 * 5."""
    tiles = -(-size // most)
    low, higher = divmod(size, tiles)
    cuts = []
    if higher:
        cuts.append((0, higher, low + 1))
    if tiles > higher:
        cuts.append((higher * (low + 1), tiles - higher, low))
    return cuts
