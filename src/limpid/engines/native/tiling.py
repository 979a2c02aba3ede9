"""Tiling: from a nest to LLVM loops.

One kept axis becomes the lanes of vectors (the one along which results lie side by
side), another is cut into tiles of a few rows, so that each vector loaded is used for
all rows and each broadcast for all columns: the tile's results stay in registers
while the reduced axes are walked. Matrix products and convolutions reach the speed of
libraries written by hand this way, without a case of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from limpid.engines.native.cuts import Cuts
from limpid.engines.native.element import Element
from limpid.engines.native.llvm import Function, Value, index
from limpid.engines.native.nest import Nest
from limpid.engines.native.tile import Tile
from limpid.engines.native.tile_memory import At, TileMemory
from limpid.engines.native.words import LLVMWords

# The word that takes in one more element.
COMBINE = {"sum": "add", "prod": "mul", "max": "maximum", "min": "minimum"}


class Tiling:
    """Writes one nest."""

    def __init__(self, f: Function, pointers: dict[int, Value], nest: Nest) -> None:
        """Cut the nest."""
        self.f, self.nest = f, nest
        self.cuts = Cuts(nest, f.module.machine)
        self.memory = TileMemory(f, pointers, nest, self.cuts)

    def _loop(
        self,
        axis: int,
        count: int,
        body: Callable[[Value], Any],
        *,
        start: int = 0,
        step: int = 1,
    ) -> None:
        """Write a loop over a kept axis, shared by the threads if it is the one."""
        if axis == self.cuts.shared_axis:
            self.f.shared_loop(count, body, start=start, step=step)
            return

        def inside(i: Value) -> tuple[Value, ...]:
            body(i)
            return ()

        self.f.loop(count, inside, start=start, step=step)

    # Loops over the kept axes

    def write(self, at: At) -> None:
        """Write all loops but those whose indices are given."""
        outer = [i for i in self.cuts.inner if i not in self.cuts.tiled]
        self._over(outer, at, self._tiles)

    def _over(self, axes: Sequence[int], at: At, body: Callable[[At], None]) -> None:
        if not axes:
            body(at)
            return
        head, *rest = axes
        size = self.nest.sizes[head]
        self._loop(head, size, lambda i: self._over(rest, at | {head: i}, body))

    def _tiles(self, at: At) -> None:
        """Walk the lanes' axis in blocks, and the rows' in tiles inside each."""
        axis = self.cuts.lane_axis
        if axis is None:
            self._rows(at, Tile(None, self.cuts.row_axis, 1))
            return
        for start, count, tile in self.cuts.blocks(axis):

            def block(j: Value, tile: Tile = tile) -> None:
                self._rows(at | {axis: j}, tile)

            self._loop(axis, count, block, start=start, step=tile.columns * tile.lanes)

    def _rows(self, at: At, tile: Tile) -> None:
        axis = self.cuts.row_axis
        if axis is None:
            self._tile(at, tile)
            return
        for start, count, rows in self.cuts.row_cuts(tile):

            def body(i: Value, rows: int = rows) -> None:
                self._tile(at | {axis: i}, replace(tile, rows=rows))

            self._loop(axis, count, body, start=start, step=rows)

    # One tile

    def _tile(self, at: At, tile: Tile) -> None:
        words = LLVMWords(self.f, tile.lanes)
        if self.nest.reduction is None:
            shared: dict[Any, Element] = {}
            for cell in tile.cells:
                loaded = self.memory.loads(
                    words, self.nest.loads, at, tile, cell, shared
                )
                self.memory.store(words, at, tile, cell, self.nest.body(words, loaded))
            return
        kind = self.nest.accumulator
        count = len(tile.cells)
        sets = self.cuts.sets(count)
        first = [self._first(words).value] * (count * sets)
        if self.cuts.is_far:
            self.memory.prefetch(words, at, tile)

        def step(inner: At, sums: Sequence[Value]) -> list[Value]:
            cache: dict[Any, Element] = {}
            pairs = zip(tile.cells, sums, strict=True)
            return [
                self._gather(words, inner, tile, c, Element(s, kind), cache)
                for c, s in pairs
            ]

        sums = self._reduce(self.cuts.reduced, at, first, step, sets)
        finals = [self._together(words, sums[i::count]) for i in range(count)]
        late: dict[Any, Element] = {}
        for cell, value in zip(tile.cells, finals, strict=True):
            self._finish(words, at, tile, cell, Element(value, kind), late)

    def _together(self, words: LLVMWords, parts: Sequence[Value]) -> Value:
        kind = self.nest.accumulator
        total = Element(parts[0], kind)
        for part in parts[1:]:
            total = self._combine(words, total, Element(part, kind))
        return total.value

    def _gather(
        self,
        words: LLVMWords,
        at: At,
        tile: Tile,
        cell: Any,
        total: Element,
        cache: Any,
    ) -> Value:
        """Return the reduced value with one more element taken in."""
        loaded = self.memory.loads(words, self.nest.loads, at, tile, cell, cache)
        if self.nest.product:
            x, y = loaded
            return words.fused(x, y, total).value
        (element,) = self.nest.body(words, loaded)
        return self._combine(words, total, element).value

    def _combine(self, words: LLVMWords, total: Element, element: Element) -> Element:
        combine = getattr(words, COMBINE[str(self.nest.reduction)])
        return combine(total, words.cast(element, total.dtype))  # type: ignore[no-any-return]

    def _first(self, words: LLVMWords) -> Element:
        kind = self.nest.accumulator
        return words.number(neutral(str(self.nest.reduction), kind), kind)

    def _finish(
        self,
        words: LLVMWords,
        at: At,
        tile: Tile,
        cell: Any,
        value: Element,
        cache: Any,
    ) -> None:
        values: Sequence[Element] = [value]
        if self.nest.finish is not None:
            late = self.memory.loads(words, self.nest.late_loads, at, tile, cell, cache)
            values = self.nest.finish(words, [value, *late])
        self.memory.store(words, at, tile, cell, values)

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
        rounds = self.cuts.rounds(count)

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
