"""The text of one nest: its loops as pseudo-code, as they are cut for a machine."""

from collections.abc import Sequence
from dataclasses import dataclass

from limpid.engines.native.cuts import SHORT, Cuts
from limpid.engines.native.machine import Machine
from limpid.engines.native.nest import Access, Iota, Nest
from limpid.engines.native.text_words import Term, TextWords, element, write
from limpid.engines.native.tile import SCALARS, Tile

KEPT_AXES, REDUCED_AXES = "ijklmn", "pqrstuv"
TAKE_IN = {"sum": "total += {}", "prod": "total *= {}"}
FIRST = {"sum": "0", "prod": "1", "max": "-inf", "min": "inf"}
# Where comments begin.
COMMENT_COLUMN = 44


@dataclass(frozen=True)
class Line:
    """A line of pseudo-code, how deep it stands, and what is said about it."""

    text: str
    depth: int = 0
    comment: str = ""

    def __str__(self) -> str:
        """Return the line with its comment in a column of its own."""
        text = "  " * self.depth + self.text
        return f"{text:<{COMMENT_COLUMN}} # {self.comment}" if self.comment else text


class NestText:
    """Writes one nest."""

    def __init__(self, nest: Nest, names: Sequence[str], machine: Machine) -> None:
        """Cut the nest as it is cut for the machine."""
        self.names, self.nest = names, nest.simplified()
        self.cuts = Cuts(self.nest, machine)
        kept = self.nest.kept
        self.axes = [*_letters(KEPT_AXES, kept)]
        self.axes += _letters(REDUCED_AXES, len(self.nest.sizes) - kept)

    def lines(self) -> list[str]:
        """Return the loops and what is done in them, one inside the other."""
        loops = [self._loop(axis, i) for i, axis in enumerate(self._order())]
        return list(map(str, [*loops, *self._inside(len(loops))]))

    # Loops over the kept axes

    def _order(self) -> list[int]:
        """Return the kept axes, the outermost loop first."""
        special = [self.cuts.lane_axis, self.cuts.column_axis, self.cuts.row_axis]
        if self.cuts.is_rowwise:
            special.reverse()
        inner = [axis for axis in special if axis is not None]
        return [i for i in self.cuts.inner if i not in inner] + inner

    def _loop(self, axis: int, depth: int) -> Line:
        remarks = []
        if axis == self.cuts.shared_axis:
            remarks.append("shared by the threads")
        remarks += self._cuts(axis)
        return Line(self._head(axis), depth, "; ".join(remarks))

    def _head(self, axis: int) -> str:
        return f"for {self.axes[axis]} in range({self.nest.sizes[axis]}):"

    def _cuts(self, axis: int) -> list[str]:
        """Say how an axis is cut into vectors or rows."""
        if self.cuts.is_across:
            return self._across(axis)
        if axis == self.cuts.lane_axis:
            blocks = self.cuts.blocks(axis)
            return [" + ".join(_vectors(n, tile) for _, n, tile in blocks)]
        if axis == self.cuts.row_axis:
            cuts = self.cuts.row_cuts(self._tile())
            tiles = " + ".join(_count(n, f"tile of {rows} rows") for _, n, rows in cuts)
            trailing = ["each finished while the next is summed"]
            return [tiles, *(trailing if self.cuts.is_trailing else [])]
        return []

    def _across(self, axis: int) -> list[str]:
        kinds = {self.cuts.row_axis: "row", self.cuts.column_axis: "column"}
        if axis not in kinds:
            return []
        cuts = self.cuts.across_cuts(axis)
        sizes = (_count(n, f"tile of {size} {kinds[axis]}s") for _, n, size in cuts)
        return [" + ".join(sizes)]

    # What is done inside

    def _inside(self, depth: int) -> list[Line]:
        nest, words = self.nest, TextWords()
        results = nest.body(words, [self._element(a) for a in nest.loads])
        if nest.reduction is None:
            return self._stores(results, depth)
        total = element("total", nest.accumulator)
        values: Sequence[Term] = [total]
        if nest.finish is not None:
            late = [self._element(a) for a in nest.late_loads]
            values = nest.finish(words, [total, *late])
        taken = words.cast(results[0], nest.accumulator)
        return [*self._reduction(taken, depth), *self._stores(values, depth)]

    def _reduction(self, taken: Term, depth: int) -> list[Line]:
        nest, kind = self.nest, str(self.nest.reduction)
        lines = [Line(f"total = {nest.accumulator}({FIRST[kind]})", depth)]
        for axis in range(nest.kept, len(nest.sizes)):
            last = axis == len(nest.sizes) - 1
            lines.append(Line(self._head(axis), depth, self._rounds() if last else ""))
            depth += 1
        names, [text] = write([taken])
        form = TAKE_IN.get(kind, f"total = {kind}imum(total, {{}})")
        return lines + [Line(t, depth) for t in [*names, form.format(text)]]

    def _rounds(self) -> str:
        """Say how the last reduced loop is walked."""
        size = self.nest.sizes[-1]
        if self.cuts.is_across:
            width = self.cuts.width
            if size < SHORT:
                return ""
            return f"{_count(-(-size // width), f'vector of {width}')}, then its lanes"
        cells = self._first_tile()
        rounds, sets = self.cuts.rounds(cells), self.cuts.sets(cells)
        if size < rounds or rounds == 1:
            return ""
        turns = f", into {sets} totals in turn" if sets > 1 else ""
        return f"{rounds} rounds written out{turns}"

    def _first_tile(self) -> int:
        """Return how many vectors, or numbers, the first tile holds."""
        tile = self._tile()
        if self.cuts.row_axis is None:
            return tile.columns
        return tile.columns * self.cuts.row_cuts(tile)[0][2]

    def _tile(self) -> Tile:
        lanes = self.cuts.lane_axis
        return self.cuts.blocks(lanes)[0][2] if lanes is not None else SCALARS

    def _stores(self, values: Sequence[Term], depth: int) -> list[Line]:
        lines, texts = write(values)
        pairs = zip(self.nest.stores, texts, strict=True)
        lines += [f"{self._place(a)} = {text}" for a, text in pairs]
        return [Line(line, depth) for line in lines]

    # Elements in memory

    def _element(self, access: Access) -> Term:
        if isinstance(access, Iota):
            return element(self._position(access), access.dtype)
        return element(self._place(access), access.dtype)

    def _place(self, access: Access) -> str:
        return f"{self.names[access.buffer]}[{self._position(access)}]"

    def _position(self, access: Access) -> str:
        """Return the index of an element, in the nest's axes."""
        steps = zip(access.strides, self.axes, strict=True)
        parts = [_times(stride, axis) for stride, axis in steps if stride]
        if access.through is not None:
            inner = self._place(access.through.access)
            parts.insert(0, _times(access.through.stride, inner))
        if access.offset or not parts:
            parts.append(str(access.offset))
        return " + ".join(parts).replace("+ -", "- ")


def _times(stride: int, name: str) -> str:
    return {1: name, -1: f"-{name}"}.get(stride, f"{stride}*{name}")


def _letters(alphabet: str, count: int) -> list[str]:
    more = (f"{alphabet[0]}{i}" for i in range(count - len(alphabet)))
    return [*alphabet[:count], *more]


def _vectors(count: int, tile: Tile) -> str:
    together = {1: "vector", 2: "pair of vectors"}
    what = together.get(tile.columns, f"run of {tile.columns} vectors")
    whole = _count(count, f"{what} of {tile.lanes}")
    if tile.tail is None:
        return whole
    return f"{whole}{', the last' if tile.columns > 1 else ''} cut to {tile.tail}"


def _count(number: int, what: str) -> str:
    """Return 'a tile of 6', '3 tiles of 6'."""
    first, _, rest = what.partition(" ")
    return f"a {what}" if number == 1 else f"{number} {first}s {rest}"
