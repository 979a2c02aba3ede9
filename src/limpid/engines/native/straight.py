"""Straight: a small program as one run of instructions, without loops.

The units of a small network are fewer than the lanes of a vector, and what a step costs
is the way from nest to nest: calls, loops, stores and loads. So the examples of a batch
are the lanes, each unit's activation is a vector or two, and all nests are written out
one after the other; what one computes the next finds in registers. Only gradients of
weights are summed over lanes, many at a time (`folding`).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product as combinations
from operator import add, mul
from typing import Any

from limpid.engines.native.element import Element
from limpid.engines.native.examples import NestWithAxis, with_examples
from limpid.engines.native.folding import folded
from limpid.engines.native.llvm import Function, Module, Value, index
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.nest import Access, Iota, Nest
from limpid.engines.native.registers import (
    Offsets,
    Registers,
    Unfit,
    lanes_for,
    lanes_of,
)
from limpid.engines.native.sums import COMBINE, neutral
from limpid.engines.native.words import LLVMWords
from limpid.graph.shapes import product

# Lines of code that take as long as the loops of a nest and the way to it, on average;
# and those that the nearest cache holds.
LINES_PER_NEST, MOST_LINES = 64, 2**12

Indices = tuple[int, ...]


def write_straight(module: Module, name: str, lowering: Lowering) -> bool:
    """Write a program as one function without loops; tell whether it is fit for that.

    Args:
        module: Which the function becomes part of.
        name: Of the function.
        lowering: Of the program.
    """
    f = Function(module, name)
    try:
        nests = with_examples(lowering)
        f.first_thread(lambda: _write(f, lowering, nests))
    except Unfit:
        module.functions.remove(f)
        return False
    return True


def _write(f: Function, lowering: Lowering, nests: Sequence[NestWithAxis]) -> None:
    """Write all nests, then store what is to stay."""
    buffers = lowering.buffers
    used = {n for nest, _ in nests for n in nest.buffers}
    kept = [i for i in sorted(used) if buffers[i].kind != "arena"]
    pointers = {n: f.load("ptr", f.address(f.table, "ptr", index(n)), 8) for n in kept}
    registers = Registers(f, pointers, buffers)
    most = min(LINES_PER_NEST * len(nests), MOST_LINES)
    for nest, axis in nests:
        f.lines.append(f"  ; {nest.label}")
        NestWriter(f, registers, nest, axis).write()
        if len(f.lines) > most:
            raise Unfit
    registers.store(lowering.numbers("output"))


class NestWriter:
    """Writes one nest; its lanes are the examples, or places that follow each other."""

    def __init__(
        self, f: Function, registers: Registers, nest: Nest, axis: int | None
    ) -> None:
        """Take the axis of the examples for lanes, or a long one that is reduced."""
        self.f, self.registers, self.nest = f, registers, nest
        self.width = registers.width
        self.axis = self._long_axis() if axis is None else axis
        axes = [i for i in range(len(nest.sizes)) if i != self.axis]
        self.kept = [i for i in axes if i < nest.kept]
        self.reduced = [i for i in axes if i >= nest.kept]

    def _long_axis(self) -> int | None:
        """Return the last axis if it is long and reduced, to a single result."""
        sizes, kept = self.nest.sizes, self.nest.kept
        is_alone = len(sizes) > kept and product(sizes[:kept]) == 1
        return len(sizes) - 1 if is_alone and sizes[-1] >= self.width // 2 else None

    def write(self) -> None:
        """Write the nest."""
        if self.axis is not None and self.axis >= self.nest.kept:
            self._across()
            return
        for group in self._groups():
            words = LLVMWords(self.f, lanes_for(len(group)))
            if self.nest.reduction is None:
                results = self._body(words, group)
                self._store(group, results)
            else:
                self._finish(words, group, self._total(words, group))

    # Indices of what is computed together

    def _places(self, axes: Sequence[int]) -> Iterator[Indices]:
        """Return all indices along some axes, 0 along the others."""
        ranges = [range(n if i in axes else 1) for i, n in enumerate(self.nest.sizes)]
        return combinations(*ranges)

    def _groups(self) -> Iterator[list[Indices]]:
        """Return the indices of the lanes of one vector after the other."""
        if self.axis is None:
            yield from _runs(list(self._places(self.kept)), self.width)
            return
        for place in self._places(self.kept):
            for run in self._lanes():
                yield [_moved(place, self.axis, i) for i in run]

    def _lanes(self) -> list[list[int]]:
        assert self.axis is not None
        return _runs(list(range(self.nest.sizes[self.axis])), self.width)

    # What is read and computed for the lanes of a vector

    def _read(self, words: LLVMWords, access: Access, group: list[Indices]) -> Element:
        offsets = tuple(_offset(access, at) for at in group)
        if isinstance(access, Iota):
            return _numbers(words, offsets)
        return self.registers.read(access.buffer, access.dtype, offsets)

    def _body(self, words: LLVMWords, group: list[Indices]) -> Sequence[Element]:
        loaded = [self._read(words, a, group) for a in self.nest.loads]
        return self.nest.body(words, loaded)

    def _total(self, words: LLVMWords, group: list[Indices]) -> Element:
        """Reduce for each lane alone."""
        places = list(self._places(self.reduced))
        total: Element | None = None
        for place in places:
            at = [_sum(lane, place) for lane in group]
            total = self._with(words, total, at, is_short=len(places) == 1)
        assert total is not None
        return total

    def _with(
        self,
        words: LLVMWords,
        total: Element | None,
        group: list[Indices],
        *,
        is_short: bool,
    ) -> Element:
        """Return a total with one more element taken in, for each lane."""
        if self.nest.product and total is not None:
            x, y = (self._read(words, a, group) for a in self.nest.loads)
            return words.fused(x, y, total)
        (element,) = self._body(words, group)
        kind = self.nest.accumulator
        # Of few elements, or by halves, the sum is as exact in their own type.
        is_exact = is_short and (element.dtype, kind) == ("float32", "float64")
        element = element if is_exact else words.cast(element, kind)
        if total is None:
            return element
        return self._combine(total, element)

    def _combine(self, x: Element, y: Element) -> Element:
        words = LLVMWords(self.f, lanes_of(x))
        return getattr(words, COMBINE[str(self.nest.reduction)])(x, y)  # type: ignore[no-any-return]

    def _across(self) -> None:
        """Reduce over the lanes too, so many results at a time."""
        by_lanes: dict[int, list[list[int]]] = {}
        for run in self._lanes():
            # One number alone is a vector's as well.
            lanes = max(lanes_for(len(run)), 2)
            by_lanes.setdefault(lanes, []).append(run if len(run) > 1 else run * 2)
        for cells in _runs(list(self._places(self.kept)), self.width):
            total: Element | None = None
            for lanes, runs in by_lanes.items():
                words = LLVMWords(self.f, lanes)
                vectors = [self._partial(words, cell, runs) for cell in cells]
                part = folded(self.f, vectors, self._combine)
                total = part if total is None else self._combine(total, part)
            assert total is not None
            self._finish(LLVMWords(self.f, lanes_for(len(cells))), cells, total)

    def _partial(
        self, words: LLVMWords, cell: Indices, runs: list[list[int]]
    ) -> Element:
        """Reduce to a vector for one result; lanes beyond a run change nothing."""
        assert self.axis is not None
        total: Element | None = None
        for place in self._places(self.reduced):
            for run in runs:
                at = _sum(cell, place)
                group = [_moved(at, self.axis, i) for i in run]
                more = self._with(words, total, group, is_short=True)
                total = self._masked(words, more, total, len(set(run)))
        assert total is not None
        return total

    def _masked(
        self, words: LLVMWords, more: Element, total: Element | None, count: int
    ) -> Element:
        if count == words.lanes:
            return more
        if total is None:
            number = neutral(str(self.nest.reduction), more.dtype)
            total = words.number(number, more.dtype)
        return words.select(self._first_lanes(words, count), more, total)

    def _first_lanes(self, words: LLVMWords, count: int) -> Element:
        """Return a mask of so many lanes."""
        bits, kind = 2**count - 1, words.type("bool")
        if words.lanes == 16 and self.f.module.machine.has_avx512:
            # In a register for masks, not known beforehand: then the instruction that
            # is masked takes it, and no other has to.
            own = self.f.emit("i64", f"or {self.f.thread}, {bits}")
            short = self.f.emit("i16", f"trunc {own} to i16")
            return words.emit("bool", f"bitcast {short} to {kind}")
        lanes = ", ".join(f"i1 {str(i < count).lower()}" for i in range(words.lanes))
        return Element(Value(kind, f"<{lanes}>"), "bool")

    def _finish(self, words: LLVMWords, group: list[Indices], total: Element) -> None:
        results: Sequence[Element] = [words.cast(total, self.nest.accumulator)]
        if self.nest.finish is not None:
            late = [self._read(words, a, group) for a in self.nest.late_loads]
            results = self.nest.finish(words, [total, *late])
        self._store(group, results)

    def _store(self, group: list[Indices], results: Sequence[Element]) -> None:
        for access, value in zip(self.nest.stores, results, strict=True):
            offsets = tuple(_offset(access, at) for at in group)
            self.registers.write(access.buffer, offsets, value)


def _runs(items: list[Any], most: int) -> list[list[Any]]:
    return [items[i : i + most] for i in range(0, len(items), most)]


def _offset(access: Access, at: Indices) -> int:
    steps: Iterable[int] = map(mul, access.strides, at)
    return access.offset + sum(steps)


def _moved(at: Indices, axis: int, i: int) -> Indices:
    return (*at[:axis], i, *at[axis + 1 :])


def _sum(a: Indices, b: Indices) -> Indices:
    return tuple(map(add, a, b))


def _numbers(words: LLVMWords, offsets: Offsets) -> Element:
    """Return places as numbers, in each lane its own."""
    if words.lanes == 1:
        return words.number(offsets[0], "int64")
    padded = [*offsets, *[0] * (words.lanes - len(offsets))]
    text = ", ".join(f"i64 {n}" for n in padded)
    return Element(Value(words.type("int64"), f"<{text}>"), "int64")
