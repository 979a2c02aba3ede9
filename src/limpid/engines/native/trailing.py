"""Trailing: what follows a tile's sums is done while the next tile is summed.

Weights and an optimizer's averages lie far away, and roots and quotients take long: at
the end of a tile all multiply-adds would wait for them. So a tile's sums are put by,
and after each part of the next tile's sums, one vector of those put by is finished.
Tiles follow one another as memory does, so that it is read and written in long runs.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from limpid.engines.native.element import Element
from limpid.engines.native.llvm import I64, Value, index
from limpid.engines.native.memory_words import bytes_of
from limpid.engines.native.sums import Sums
from limpid.engines.native.tile import Tile
from limpid.engines.native.tile_memory import At
from limpid.engines.native.tiling import Tiling
from limpid.engines.native.words import LLVMWords


class Trailing(Tiling):
    """Writes one nest."""

    def _tiles(self, at: At) -> None:
        axis = self.cuts.lane_axis
        assert axis is not None
        for column, width, tile in self.cuts.blocks(axis):
            for row, height, rows in self.cuts.row_cuts(tile):
                trail = Trail(self, replace(tile, rows=rows), at, (row, column))
                trail.write(height, width)


class Trail:
    """Writes tiles of one size, along the lanes' axis first, then along the rows'."""

    def __init__(
        self, tiling: Tiling, tile: Tile, at: At, corner: tuple[int, int]
    ) -> None:
        """Make room for the sums of a tile.

        Args:
            tiling: Of the whole nest.
            tile: What is summed at once.
            at: The indices of the other axes.
            corner: The first tile's first row and lane.
        """
        self.tiling, self.tile, self.at, self.corner = tiling, tile, at, corner
        self.f, self.words = tiling.f, LLVMWords(tiling.f, tile.lanes)
        self.sums = Sums(tiling.memory, self.words, tile)
        self.kind = tiling.nest.accumulator
        self.put_by = self.f.room(self.words.type(self.kind), len(tile.cells))

    def write(self, height: int, width: int) -> None:
        """Sum all tiles, each finishing the one before; then finish the last.

        Args:
            height: How many tiles there are along the rows' axis.
            width: How many there are along the lanes'.
        """
        f, cuts = self.f, self.tiling.cuts
        top, height_here = self._part(cuts.row_axis, height)
        left, width_here = self._part(cuts.lane_axis, width)
        count = f.emit(I64, f"mul i64 {height_here.name}, {width_here.name}")

        def place(i: Value) -> At:
            row, column = f.divided(i, width_here)
            return self._place(f.add(top, row), f.add(left, column))

        def body(i: Value) -> None:
            follows = f.emit("i1", f"icmp ne {i}, 0")
            self._sum(place(i), place(f.add(i, index(-1))), follows)

        f.range_loop(index(0), count, body)
        is_any = f.emit("i1", f"icmp ne {count}, 0")
        f.only_if(is_any, lambda: self._finish_all(place(f.add(count, index(-1)))))

    def _part(self, axis: int | None, count: int) -> tuple[Value, Value]:
        """Return the first of a thread's tiles along an axis, and how many it has."""
        if axis != self.tiling.cuts.shared_axis:
            return index(0), index(count)
        first, last = self.f.share(count)
        return first, self.f.emit(I64, f"sub i64 {last.name}, {first.name}")

    def _sum(self, at: At, before: At, follows: Value) -> None:
        """Sum a tile by parts; after each, finish a row of the one before."""
        f, tile, tiling = self.f, self.tile, self.tiling
        size = tiling.nest.sizes[tiling.cuts.reduced[0]]
        part = size // tile.rows

        def row(r: Value, *so_far: Value) -> Sequence[Value]:
            sums = self.sums.part(at, so_far, f.scale(r, part), part)
            self._ask(at, r)
            f.only_if(follows, lambda: self._finish(before, r))
            return sums

        sums: Sequence[Value] = f.loop(tile.rows, row, self.sums.nothing())
        done = part * tile.rows
        sums = self.sums.part(at, sums, index(done), size - done)
        for (r, c), total in zip(tile.cells, self.sums.finals(sums), strict=True):
            f.store(total.value, self._room(index(r), c), bytes_of(self.kind))

    def _finish_all(self, at: At) -> None:
        def row(r: Value) -> Sequence[Value]:
            self._finish(at, r)
            return ()

        self.f.loop(self.tile.rows, row)

    def _finish(self, at: At, r: Value) -> None:
        """Finish a row of a tile."""
        kind, at = self.words.type(self.kind), self._row(at, r)
        late: dict[Any, Element] = {}
        for c in range(self.tile.columns):
            total = self.f.load(kind, self._room(r, c), bytes_of(self.kind))
            value = Element(total, self.kind)
            self.tiling.finish(self.words, at, self.tile, (0, c), value, late)

    def _ask(self, at: At, r: Value) -> None:
        """Ask for what finishing a row of a tile will read and write."""
        row = replace(self.tile, rows=1, tail=None)
        self.tiling.memory.prefetch(self.words, self._row(at, r), row)

    def _place(self, row: Value, column: Value) -> At:
        """Return the indices of a tile."""
        f, tile = self.f, self.tile
        rows, lanes = tile.row_axis, tile.lane_axis
        assert rows is not None
        assert lanes is not None
        first_row, first_lane = map(index, self.corner)
        return self.at | {
            rows: f.add(f.scale(row, tile.rows), first_row),
            lanes: f.add(f.scale(column, tile.columns * tile.lanes), first_lane),
        }

    def _row(self, at: At, r: Value) -> At:
        """Return the indices of one of a tile's rows."""
        axis = self.tile.row_axis
        assert axis is not None
        return at | {axis: self.f.add(at[axis], r)}

    def _room(self, r: Value, c: int) -> Value:
        """Return the address where the sums of a row and column are put by."""
        cell = self.f.add(self.f.scale(r, self.tile.columns), index(c))
        return self.f.address(self.put_by, self.words.type(self.kind), cell)
