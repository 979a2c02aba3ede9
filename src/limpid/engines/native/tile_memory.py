"""Tile memory: what a tile reads and writes, and where that lies.

Rows and lanes of a tile that read the same elements load them once.
"""

from collections.abc import Sequence
from typing import Any

from limpid.engines.native.cuts import Cuts
from limpid.engines.native.element import Element
from limpid.engines.native.llvm import Function, Value, index
from limpid.engines.native.memory_words import MemoryWords
from limpid.engines.native.nest import Access, Nest
from limpid.engines.native.tile import Tile
from limpid.engines.native.words import LLVMWords

# The indices of a nest's axes: a value, or with a number that is added to it.
At = dict[int, Any]


class TileMemory:
    """Writes the loads and stores of one nest's tiles."""

    def __init__(
        self, f: Function, pointers: dict[int, Value], nest: Nest, cuts: Cuts
    ) -> None:
        """Take what the nest touches, and how it is cut."""
        self.f, self.nest, self.cuts = f, nest, cuts
        self.words = MemoryWords(f, pointers, nest.label)

    def loads(
        self,
        words: LLVMWords,
        accesses: Sequence[Access],
        at: At,
        tile: Tile,
        cell: Any,
        cache: Any,
    ) -> list[Element]:
        return [self.load(words, a, at, tile, cell, cache) for a in accesses]

    def load(
        self,
        words: LLVMWords,
        access: Access,
        at: At,
        tile: Tile,
        cell: Any,
        cache: Any,
    ) -> Element:
        """Load a vector once for all cells of the tile that share it."""
        row_stride, lane_stride = self._strides(access, tile)
        key = (access, cell[0] if row_stride else 0, cell[1] if lane_stride else 0)
        if key not in cache and tile.is_square and self.cuts.is_turned(access):
            cache.update(self._square(words, access, at, tile))
        if key not in cache:
            place = self._place(access, at, tile, cell, words)
            tail = tile.tail_of(cell[1])
            cache[key] = self.words.load(words, access, place, lane_stride, tail)
        return cache[key]  # type: ignore[no-any-return]

    def _square(
        self, words: LLVMWords, access: Access, at: At, tile: Tile
    ) -> dict[Any, Element]:
        """Load along the rows' axis what the lanes would gather, and turn it."""
        lane, steps = tile.lane_axis, range(tile.lanes)
        assert lane is not None
        places = [
            self._place(access, at | {lane: (at[lane], step)}, tile, (0, 0), words)
            for step in steps
        ]
        columns = self.words.turned(words, access, places)
        return {(access, row, 0): columns[row] for row in steps}

    def prefetch(self, words: LLVMWords, at: At, tile: Tile) -> None:
        """Ask for what the end of a tile reads and writes, to come in meanwhile."""
        nest, asked = self.nest, set()
        for access in dict.fromkeys((*nest.late_loads, *nest.stores)):
            row_stride, lane_stride = self._strides(access, tile)
            if lane_stride != 1 or access.through is not None:
                continue
            for row, column in tile.cells:
                cell = (row if row_stride else 0, column)
                if (access, cell) not in asked:
                    asked.add((access, cell))
                    place = self._place(access, at, tile, cell, words)
                    self.words.prefetch(access, place)

    def store(
        self, words: LLVMWords, at: At, tile: Tile, cell: Any, values: Sequence[Element]
    ) -> None:
        for access, value in zip(self.nest.stores, values, strict=True):
            place = self._place(access, at, tile, cell, words)
            self.words.store(words, access, place, value, tile.tail_of(cell[1]))

    def _strides(self, access: Access, tile: Tile) -> tuple[int, int]:
        axes = tile.row_axis, tile.lane_axis
        row, lane = (0 if axis is None else access.stride(axis) for axis in axes)
        return row, lane

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
        steps = {tile.row_axis: cell[0], tile.lane_axis: cell[1] * tile.lanes}
        for special, number in steps.items():
            constant += 0 if special is None else number * access.strides[special]
        if access.through is not None:
            inner = access.through
            place = self._place(inner.access, at, tile, cell, words)
            total = self.f.add(total, self.words.index(inner, place))
        return total, constant
