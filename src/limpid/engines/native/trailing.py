"""Trailing: what follows a tile's sums is done while the next tile is summed.

Weights and an optimizer's averages lie far away, and roots and quotients take long: at
the end of a tile all multiply-adds would wait for them. So a tile's sums are put by,
and after each part of the next tile's sums, one vector of those put by is finished.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from limpid.engines.native.element import Element
from limpid.engines.native.llvm import Value, index
from limpid.engines.native.memory_words import bytes_of
from limpid.engines.native.sums import Sums
from limpid.engines.native.tile import Tile
from limpid.engines.native.tile_memory import At
from limpid.engines.native.tiling import Tiling
from limpid.engines.native.words import LLVMWords


class Trailing(Tiling):
    """Writes one nest."""

    def _rows(self, at: At, tile: Tile) -> None:
        for start, count, rows in self.cuts.row_cuts(tile):
            Trail(self, replace(tile, rows=rows), at, start).write(count)


class Trail:
    """Writes tiles of one height, one after the other along the rows' axis."""

    def __init__(self, tiling: Tiling, tile: Tile, at: At, start: int) -> None:
        """Make room for the sums of a tile.

        Args:
            tiling: Of the whole nest.
            tile: What is summed at once.
            at: The indices of the other axes.
            start: The first row.
        """
        self.tiling, self.tile, self.at, self.start = tiling, tile, at, start
        self.f, self.words = tiling.f, LLVMWords(tiling.f, tile.lanes)
        self.sums = Sums(tiling.memory, self.words, tile)
        self.kind = tiling.nest.accumulator
        self.put_by = self.f.room(self.words.type(self.kind), len(tile.cells))

    def write(self, count: int) -> None:
        """Sum so many tiles, each finishing the one before; then finish the last."""
        f, cuts = self.f, self.tiling.cuts
        first, last = index(0), index(count)
        if cuts.row_axis == cuts.shared_axis:
            first, last = f.share(count)

        def body(i: Value) -> None:
            follows = f.emit("i1", f"icmp ne {i}, {first.name}")
            self._sum(i, follows)

        f.range_loop(first, last, body)
        is_any = f.emit("i1", f"icmp ult {first}, {last.name}")
        f.only_if(is_any, lambda: self._finish_last(f.add(last, index(-1))))

    def _sum(self, i: Value, follows: Value) -> None:
        """Sum the i-th tile by parts; after each, finish a row of the one before."""
        f, tile, tiling = self.f, self.tile, self.tiling
        size = tiling.nest.sizes[tiling.cuts.reduced[0]]
        part = size // tile.rows
        at, last = self._place(i), f.add(i, index(-1))

        def row(r: Value, *before: Value) -> Sequence[Value]:
            sums = self.sums.part(at, before, f.scale(r, part), part)
            self._ask(i, r)
            f.only_if(follows, lambda: self._finish(last, r))
            return sums

        sums: Sequence[Value] = f.loop(tile.rows, row, self.sums.nothing())
        done = part * tile.rows
        sums = self.sums.part(at, sums, index(done), size - done)
        for (r, c), total in zip(tile.cells, self.sums.finals(sums), strict=True):
            f.store(total.value, self._room(index(r), c), bytes_of(self.kind))

    def _finish_last(self, i: Value) -> None:
        def row(r: Value) -> Sequence[Value]:
            self._finish(i, r)
            return ()

        self.f.loop(self.tile.rows, row)

    def _finish(self, i: Value, r: Value) -> None:
        """Finish a row of the i-th tile."""
        kind, at = self.words.type(self.kind), self._place(i, r)
        late: dict[Any, Element] = {}
        for c in range(self.tile.columns):
            total = self.f.load(kind, self._room(r, c), bytes_of(self.kind))
            value = Element(total, self.kind)
            self.tiling.finish(self.words, at, self.tile, (0, c), value, late)

    def _ask(self, i: Value, r: Value) -> None:
        """Ask for what finishing a row of the i-th tile will read and write."""
        row = replace(self.tile, rows=1, tail=None)
        self.tiling.memory.prefetch(self.words, self._place(i, r), row)

    def _place(self, i: Value, r: Value | None = None) -> At:
        """Return the indices of the i-th tile, or of one of its rows."""
        axis = self.tile.row_axis
        assert axis is not None
        row = self.f.add(self.f.scale(i, self.tile.rows), index(self.start))
        return self.at | {axis: row if r is None else self.f.add(row, r)}

    def _room(self, r: Value, c: int) -> Value:
        """Return the address where the sums of a row and column are put by."""
        cell = self.f.add(self.f.scale(r, self.tile.columns), index(c))
        return self.f.address(self.put_by, self.words.type(self.kind), cell)
