"""Across: sums whose lanes are partial results, in the end taken together.

Where results do not lie side by side, what is summed may: a dot product's two rows, a
map with the batch innermost. Then lanes run along the last reduced axis, and a tile of
results shares what it loads: rows share one factor, columns the other.
"""

from collections.abc import Callable, Sequence
from typing import Any

from limpid.engines.native.cuts import SHORT
from limpid.engines.native.element import Element
from limpid.engines.native.llvm import Value, index
from limpid.engines.native.sums import COMBINE, combined, nothing
from limpid.engines.native.tile import SCALARS, Tile
from limpid.engines.native.tile_memory import At
from limpid.engines.native.tiling import Tiling
from limpid.engines.native.words import LLVMWords


class Across(Tiling):
    """Writes one nest."""

    def write(self, at: At) -> None:
        """Write all loops but those given: the tiled axes inside the others."""
        outer = [i for i in self.cuts.inner if i not in self.cuts.tiled]
        self._over(outer, at, self._columns)

    def _columns(self, at: At) -> None:
        def column(inner: At, columns: int) -> None:
            self._cut(
                self.cuts.row_axis, inner, lambda w, n: self._tile_of(w, n, columns)
            )

        self._cut(self.cuts.column_axis, at, column)

    def _cut(self, axis: int | None, at: At, body: Callable[[At, int], None]) -> None:
        """Walk an axis in so many rows, or columns, at a time."""
        if axis is None:
            body(at, 1)
            return
        for start, count, size in self.cuts.across_cuts(axis):

            def inside(i: Value, size: int = size) -> None:
                body(at | {axis: i}, size)

            self._loop(axis, count, inside, start=start, step=size)

    def _tile_of(self, at: At, rows: int, columns: int) -> None:
        """Reduce to a tile of results."""
        last, kind = self.cuts.reduced[-1], self.nest.accumulator
        lanes = self.cuts.width if self.nest.sizes[last] >= SHORT else 1
        words, single = LLVMWords(self.f, lanes), LLVMWords(self.f, 1)
        cells = [(r, c) for r in range(rows) for c in range(columns)]
        first = [nothing(words, self.nest).value] * len(cells)
        totals = self._walk(words, cells, self.cuts.reduced[:-1], at, first)
        for cell, total in zip(cells, totals, strict=True):
            value = across_lanes(
                words, single, Element(total, kind), str(self.nest.reduction)
            )
            where = self._moved(at, cell)
            self.finish(single, where, SCALARS, (0, 0), value, {})

    def _moved(self, at: At, cell: tuple[int, int]) -> At:
        """Return the place of a cell of the tile that begins here."""
        axes = self.cuts.row_axis, self.cuts.column_axis
        steps = {a: n for a, n in zip(axes, cell, strict=True) if a is not None}
        return at | {axis: (at[axis], n) for axis, n in steps.items()}

    def _walk(
        self,
        words: LLVMWords,
        cells: Sequence[tuple[int, int]],
        axes: Sequence[int],
        at: At,
        totals: Sequence[Value],
    ) -> list[Value]:
        """Take in all elements along the reduced axes, vectors along the last."""
        if axes:
            head, *rest = axes

            def inside(k: Value, *inner: Value) -> list[Value]:
                return self._walk(words, cells, rest, at | {head: k}, inner)

            return self.f.loop(self.nest.sizes[head], inside, totals)
        last = self.cuts.reduced[-1]
        size, lanes = self.nest.sizes[last], words.lanes
        full = size // lanes

        def step(k: Value, *inner: Value) -> list[Value]:
            return self._take_in(words, cells, at | {last: k}, inner, None)

        totals = self.f.loop(full, step, totals, step=lanes)
        if size % lanes:
            end = at | {last: index(full * lanes)}
            totals = self._take_in(words, cells, end, totals, size % lanes)
        return list(totals)

    def _take_in(
        self,
        words: LLVMWords,
        cells: Sequence[tuple[int, int]],
        at: At,
        totals: Sequence[Value],
        tail: int | None,
    ) -> list[Value]:
        """Return each cell's total with a vector more."""
        lane_axis = self.cuts.reduced[-1] if words.lanes > 1 else None
        tile = Tile(lane_axis, None, words.lanes, tail=tail)
        axes = self.cuts.row_axis, self.cuts.column_axis
        cache: dict[Any, Element] = {}

        def load(access: Any, cell: tuple[int, int]) -> Element:
            moved = [a is not None and access.stride(a) != 0 for a in axes]
            key = access, *(n * m for n, m in zip(cell, moved, strict=True))
            if key not in cache:
                where = self._moved(at, key[1:])
                cache[key] = self.memory.load(words, access, where, tile, (0, 0), {})
            return cache[key]

        results = []
        for cell, total in zip(cells, totals, strict=True):
            loaded = [load(access, cell) for access in self.nest.loads]
            results.append(
                self._with(words, Element(total, self.nest.accumulator), loaded, tail)
            )
        return results

    def _with(
        self,
        words: LLVMWords,
        total: Element,
        loaded: Sequence[Element],
        tail: int | None,
    ) -> Value:
        """Return a total with a vector taken in; beyond a tail lie zeros."""
        if self.nest.product:
            x, y = loaded
            return words.fused(x, y, total).value
        (element,) = self.nest.body(words, loaded)
        element = words.cast(element, total.dtype)
        if tail is not None:
            kept = Element(self.memory.words.mask(words.lanes, tail), "bool")
            element = words.select(kept, element, nothing(words, self.nest))
        return combined(words, self.nest, total, element).value


def across_lanes(
    words: LLVMWords, single: LLVMWords, x: Element, reduction: str
) -> Element:
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
            which = f"<{lanes} x i32> <{chosen}>"
            text = f"shufflevector {source}, {source.type} poison, {which}"
            parts.append(Element(f.emit(f"<{lanes} x {kind}>", text), x.dtype))
        if lanes == 1:
            parts = [
                Element(f.emit(kind, f"extractelement {p.value}, i32 0"), x.dtype)
                for p in parts
            ]
        value = getattr(half, COMBINE[reduction])(*parts)
    return value
