"""Sums: what a tile reduces to, taken in round by round, kept in registers."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from limpid.engines.native.element import Element
from limpid.engines.native.llvm import Value, index
from limpid.engines.native.nest import Nest
from limpid.engines.native.tile import Tile
from limpid.engines.native.tile_memory import At, TileMemory
from limpid.engines.native.words import LLVMWords

# The word that takes in one more element.
COMBINE = {"sum": "add", "prod": "mul", "max": "maximum", "min": "minimum"}


class Sums:
    """Writes the reduction of one tile's cells."""

    def __init__(self, memory: TileMemory, words: LLVMWords, tile: Tile) -> None:
        """Take what is read, and by which tile."""
        self.nest, self.cuts, self.memory = memory.nest, memory.cuts, memory
        self.words, self.tile = words, tile
        self.sets = self.cuts.sets(len(tile.cells))

    def nothing(self) -> list[Value]:
        """Return each cell's partial sums before anything is taken in."""
        first = nothing(self.words, self.nest).value
        return [first] * (len(self.tile.cells) * self.sets)

    def whole(self, at: At, sums: Sequence[Value]) -> Sequence[Value]:
        """Take in everything."""
        return self._along(self.cuts.reduced, at, sums)

    def part(
        self, at: At, sums: Sequence[Value], begin: Value, size: int
    ) -> Sequence[Value]:
        """Take in so many rounds of the outermost reduced loop."""
        return self._span(self.cuts.reduced, at, sums, begin, size)

    def finals(self, sums: Sequence[Value]) -> list[Element]:
        """Return each cell's sum: its partial sums taken together."""
        count = len(self.tile.cells)
        return [self._together(sums[i::count]) for i in range(count)]

    def _together(self, parts: Sequence[Value]) -> Element:
        kind = self.nest.accumulator
        total = Element(parts[0], kind)
        for part in parts[1:]:
            total = combined(self.words, self.nest, total, Element(part, kind))
        return total

    def _along(
        self, axes: Sequence[int], at: At, sums: Sequence[Value]
    ) -> Sequence[Value]:
        """Walk reduced axes, the last written out a few rounds at a time."""
        if not axes:
            return self._step(at, sums)
        return self._span(axes, at, sums, index(0), self.nest.sizes[axes[0]])

    def _span(
        self,
        axes: Sequence[int],
        at: At,
        sums: Sequence[Value],
        begin: Value,
        size: int,
    ) -> Sequence[Value]:
        """Walk so many rounds of the first axis, and all of the others.

        The rounds take turns among the sets of partial sums.
        """
        head, *rest = axes
        f = self.words.function_
        if rest:

            def inside(k: Value, *inner: Value) -> Sequence[Value]:
                return self._along(rest, at | {head: f.add(begin, k)}, inner)

            return f.loop(size, inside, sums)
        rounds = self.cuts.rounds(len(self.tile.cells))

        def several(k: Value, *inner: Value) -> Sequence[Value]:
            values: Sequence[Value] = inner
            k = f.add(begin, k)
            for t in range(rounds):
                values = self._turn(at | {head: (k, t)}, values, t)
            return values

        sums = f.loop(size // rounds, several, sums, step=rounds)
        for t in range(size - size % rounds, size):
            sums = self._turn(at | {head: (f.add(begin, index(t)), 0)}, sums, t)
        return sums

    def _turn(self, at: At, sums: Sequence[Value], t: int) -> list[Value]:
        """Take one round into the set of partial sums whose turn it is."""
        count = len(self.tile.cells)
        start = t % self.sets * count
        end = start + count
        return [*sums[:start], *self._step(at, sums[start:end]), *sums[end:]]

    def _step(self, at: At, sums: Sequence[Value]) -> list[Value]:
        cache: dict[Any, Element] = {}
        kind = self.nest.accumulator
        pairs = zip(self.tile.cells, sums, strict=True)
        return [self._with(at, cell, Element(s, kind), cache) for cell, s in pairs]

    def _with(self, at: At, cell: Any, total: Element, cache: Any) -> Value:
        """Return a cell's sum with one more element taken in."""
        words, nest = self.words, self.nest
        loaded = self.memory.loads(words, nest.loads, at, self.tile, cell, cache)
        if nest.product:
            x, y = loaded
            return words.fused(x, y, total).value
        (element,) = nest.body(words, loaded)
        return combined(words, nest, total, element).value


def combined(words: LLVMWords, nest: Nest, total: Element, element: Element) -> Element:
    """Return a total with an element taken in."""
    combine = getattr(words, COMBINE[str(nest.reduction)])
    return combine(total, words.cast(element, total.dtype))  # type: ignore[no-any-return]


def nothing(words: LLVMWords, nest: Nest) -> Element:
    """Return a total into which nothing has been taken."""
    kind = nest.accumulator
    return words.number(neutral(str(nest.reduction), kind), kind)


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
