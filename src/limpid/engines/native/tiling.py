"""Tiling: from a nest to LLVM loops.

One kept axis becomes the lanes of vectors (the one along which results lie side by
side), another is cut into tiles of a few rows, so that each vector loaded is used for
all rows and each broadcast for all columns: the tile's results stay in registers
while the reduced axes are walked. Matrix products and convolutions reach the speed of
libraries written by hand this way, without a case of their own.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from limpid.engines.native.cuts import Cuts
from limpid.engines.native.distance import is_far
from limpid.engines.native.element import Element
from limpid.engines.native.llvm import Function, Value
from limpid.engines.native.nest import Nest
from limpid.engines.native.sums import Sums
from limpid.engines.native.tile import Tile
from limpid.engines.native.tile_memory import At, TileMemory
from limpid.engines.native.words import LLVMWords

# What is done with a tile at a place.
TileBody = Callable[[At, Tile], None]


class Tiling:
    """Writes one nest."""

    def __init__(
        self, f: Function, pointers: dict[int, Value], nest: Nest, cuts: Cuts
    ) -> None:
        """Take the nest, and how it is cut."""
        self.f, self.nest, self.cuts = f, nest, cuts
        self.memory = TileMemory(f, pointers, nest, cuts)

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
        """Walk the lanes' axis in blocks and the rows' in tiles, one in the other."""
        axis = self.cuts.lane_axis
        if axis is None:
            self._rows(self._tile, at, Tile(None, self.cuts.row_axis, 1))
            return
        for start, count, tile in self.cuts.blocks(axis):
            loops: list[Callable[..., None]] = [
                partial(self._blocks, start, count), self._rows,
            ]  # fmt: skip
            outer, inner = loops[::-1] if self.cuts.is_rowwise else loops
            outer(partial(inner, self._tile), at, tile)

    def _blocks(
        self, start: int, count: int, body: TileBody, at: At, tile: Tile
    ) -> None:
        axis = tile.lane_axis
        assert axis is not None

        def block(j: Value) -> None:
            body(at | {axis: j}, tile)

        self._loop(axis, count, block, start=start, step=tile.columns * tile.lanes)

    def _rows(self, body: TileBody, at: At, tile: Tile) -> None:
        axis = tile.row_axis
        if axis is None:
            body(at, tile)
            return
        for start, count, rows in self.cuts.row_cuts(tile):

            def row(i: Value, rows: int = rows) -> None:
                body(at | {axis: i}, replace(tile, rows=rows))

            self._loop(axis, count, row, start=start, step=rows)

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
        sums = Sums(self.memory, words, tile)
        if is_far(self.nest):
            self.memory.prefetch(words, at, tile)
        totals = sums.finals(sums.whole(at, sums.nothing()))
        late: dict[Any, Element] = {}
        for cell, total in zip(tile.cells, totals, strict=True):
            self.finish(words, at, tile, cell, total, late)

    def finish(
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
