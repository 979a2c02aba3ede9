"""Registers: a program of few numbers, written out without loops or memory.

In a small network the loops' own work and the way through memory take longer than the
arithmetic. So each number gets a register; of what each example of a batch has, the
examples lie side by side in the lanes of a vector. Only arguments are loaded, only
outputs stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product as every
from typing import Any

from limpid.engines.native.llvm import Function, Value, index
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.memory_words import MemoryWords
from limpid.engines.native.nest import Access, Iota, Nest
from limpid.engines.native.tiling import COMBINE, across_lanes, neutral
from limpid.engines.native.words import Element, LLVMWords
from limpid.graph.shapes import product

# More points than this, in all nests together, are code that no cache holds.
MOST_POINTS = 4096
# A batch in more lanes than this takes more registers than there are.
MOST_LANES = 32

At = dict[int, int]


@dataclass(frozen=True)
class Planned:
    """A nest and which of its axes, if any, lies in the lanes."""

    nest: Nest
    lane_axis: int | None

    def points(self, *, kept: bool) -> Iterator[At]:
        """Yield the indices of the kept axes, or of the reduced, but for the lanes'."""
        sizes, first = self.nest.sizes, self.nest.kept
        whole = range(first) if kept else range(first, len(sizes))
        axes = [i for i in whole if i != self.lane_axis]
        for at in every(*(range(sizes[i]) for i in axes)):
            yield dict(zip(axes, at, strict=True))

    @property
    def is_across(self) -> bool:
        """Whether the lanes are reduced."""
        return self.lane_axis is not None and self.lane_axis >= self.nest.kept


class Plan:
    """Which axis of each nest lies in the lanes."""

    def __init__(self, lowering: Lowering) -> None:
        """Begin with the arguments: each example's are what lies in lanes."""
        graph = lowering.graph
        data = graph.inputs[: len(graph.inputs) - len(graph.variables)]
        sizes = {x.shape[0] if x.shape else 0 for x in data}
        self.examples = sizes.pop() if len(sizes) == 1 else 0
        self.lanes = 1 << max(self.examples - 1, 0).bit_length()
        numbers = lowering.numbers("input")
        self.data = set(numbers[: len(data)])
        self.given = {
            i for i, b in enumerate(lowering.buffers) if b.kind in {"input", "constant"}
        }
        # How far neighbors in the lanes lie apart in what was computed; 0: nowhere.
        self.strides: dict[int, int] = {}

    def planned(self, nest: Nest) -> Planned | None:
        """Return the nest with its lanes, or None if it cannot be written out."""
        accesses = nest.accesses
        if nest.sequential or any(a.through or isinstance(a, Iota) for a in accesses):
            return None
        axes = [i for i, n in enumerate(nest.sizes) if n == self.examples]
        axis = next((i for i in axes if self._fits(nest, i)), None)
        if axis is None and not self._is_lane_free(nest):
            return None
        for store in nest.stores:
            stride = 0 if axis is None else store.strides[axis]
            if self.strides.setdefault(store.buffer, stride) != stride:
                return None
        return Planned(nest, axis)

    def _fits(self, nest: Nest, axis: int) -> bool:
        """Tell whether what lies in lanes moves along this axis, and only along it."""
        loads = (*nest.loads, *nest.late_loads)
        computed = [a for a in loads if a.buffer not in self.given]
        if any(a.strides[axis] != self.strides.get(a.buffer) for a in computed):
            return False
        is_kept = axis < nest.kept
        if any((a.strides[axis] != 0) != is_kept for a in nest.stores):
            return False
        return any(
            a.strides[axis] and (a.buffer in self.data or a.buffer not in self.given)
            for a in loads
        )

    def _is_lane_free(self, nest: Nest) -> bool:
        loads = (*nest.loads, *nest.late_loads)
        return not any(
            a.buffer in self.data or self.strides.get(a.buffer) for a in loads
        )


def written_out(
    steps: Sequence[Any], lowering: Lowering
) -> tuple[Plan, list[Planned]] | None:
    """Return the plan of a program of few numbers, or None: it has loops."""
    plan = Plan(lowering)
    if not 1 < plan.lanes <= MOST_LANES or not all(isinstance(s, Nest) for s in steps):
        return None
    if sum(product(s.sizes) for s in steps) > MOST_POINTS * plan.lanes:
        return None
    nests = []
    for nest in steps:
        planned = plan.planned(nest)
        if planned is None:
            return None
        nests.append(planned)
    points = sum(
        product(p.nest.sizes) // (plan.examples if p.lane_axis is not None else 1)
        for p in nests
    )
    return (plan, nests) if points <= MOST_POINTS else None


class Registers:
    """Writes nests one after the other; what they store stays in registers."""

    def __init__(self, f: Function, lowering: Lowering, plan: Plan) -> None:
        """Write into a function."""
        self.f, self.plan, self.buffers = f, plan, lowering.buffers
        self.pointers: dict[int, Value] = {}
        self.memory = MemoryWords(f, self.pointers)
        self.cells: dict[Any, Element] = {}
        self.one, self.many = LLVMWords(f, 1), LLVMWords(f, plan.lanes)

    def write(self, planned: Planned) -> None:
        """Write a nest."""
        nest = planned.nest
        for at in planned.points(kept=True):
            if nest.reduction is None:
                words = self._words(planned)
                values = nest.body(words, self._loads(nest.loads, at, planned))
            else:
                values = self._reduced(planned, at)
            for access, value in zip(nest.stores, values, strict=True):
                self._store(access, at, planned, value)

    def _words(self, planned: Planned) -> LLVMWords:
        return self.one if planned.lane_axis is None else self.many

    def _reduced(self, planned: Planned, at: At) -> Sequence[Element]:
        nest, words = planned.nest, self._words(planned)
        total: Element | None = None
        for inner in planned.points(kept=False):
            loaded = self._loads(nest.loads, at | inner, planned)
            total = self._taken_in(words, nest, total, loaded)
        if total is None:
            total = self._neutral(words, nest)
        if planned.is_across:
            total, words = self._across(nest, total), self.one
            planned = replace(planned, lane_axis=None)
        if nest.finish is None:
            return [total]
        late = self._loads(nest.late_loads, at, planned)
        return nest.finish(words, [total, *late])

    def _taken_in(
        self, words: LLVMWords, nest: Nest, total: Element | None, loaded: list[Element]
    ) -> Element:
        """Return the total with one more element, which may be the first."""
        if nest.product and total is not None:
            return words.fused(*loaded, total)
        (element,) = nest.body(words, loaded)
        element = words.cast(element, nest.accumulator)
        if total is None:
            return element
        combine = getattr(words, COMBINE[str(nest.reduction)])
        return combine(total, element)  # type: ignore[no-any-return]

    def _neutral(self, words: LLVMWords, nest: Nest) -> Element:
        kind = nest.accumulator
        return words.number(neutral(str(nest.reduction), kind), kind)

    def _across(self, nest: Nest, total: Element) -> Element:
        """Reduce the lanes, of which those beyond the last example do not count."""
        if self.plan.examples < self.plan.lanes:
            mask = self.memory.mask(self.plan.lanes, self.plan.examples)
            rest = self._neutral(self.many, nest)
            total = self.many.select(Element(mask, "bool"), total, rest)
        return across_lanes(self.many, self.one, total, str(nest.reduction))

    # Elements

    def _loads(
        self, accesses: Sequence[Access], at: At, planned: Planned
    ) -> list[Element]:
        return [self._load(a, at, planned) for a in accesses]

    def _load(self, access: Access, at: At, planned: Planned) -> Element:
        """Return an element, or one for each lane."""
        axis = planned.lane_axis
        stride = 0 if axis is None else access.strides[axis]
        place = position(access, at)
        key = access.buffer, place, stride
        if key not in self.cells:
            self._point(access.buffer)
            words = self.many if stride else self.one
            where, tail = (index(0), place), self._tail if stride else None
            self.cells[key] = self.memory.load(words, access, where, stride, tail)
        cell = self.cells[key]
        return cell if axis is None or stride else self._spread(key, cell)

    def _spread(self, key: Any, cell: Element) -> Element:
        """Return a number in every lane."""
        wide = (*key, "everywhere")
        if wide not in self.cells:
            value = self.memory.splat(cell.value, self.plan.lanes)
            self.cells[wide] = Element(value, cell.dtype)
        return self.cells[wide]

    def _store(self, access: Access, at: At, planned: Planned, value: Element) -> None:
        axis = None if planned.is_across else planned.lane_axis
        stride = 0 if axis is None else access.strides[axis]
        place = position(access, at)
        self.cells[access.buffer, place, stride] = value
        if self.buffers[access.buffer].kind != "output":
            return
        self._point(access.buffer)
        if stride in {0, 1}:
            words, tail = (self.many, self._tail) if stride else (self.one, None)
            self.memory.store(words, access, (index(0), place), value, tail)
            return
        for lane in range(self.plan.examples):
            part = self.f.emit(
                self.one.type(value.dtype), f"extractelement {value.value}, i32 {lane}"
            )
            where = index(0), place + lane * stride
            element = Element(part, value.dtype)
            self.memory.store(self.one, access, where, element, None)

    @property
    def _tail(self) -> int | None:
        examples = self.plan.examples
        return None if examples == self.plan.lanes else examples

    def _point(self, number: int) -> None:
        """Load where a buffer lies, once."""
        if number not in self.pointers:
            place = self.f.address(self.f.table, "ptr", index(number))
            self.pointers[number] = self.f.load("ptr", place, 8)


def position(access: Access, at: At) -> int:
    """Return where an element lies in its buffer."""
    return access.offset + sum(access.strides[i] * n for i, n in at.items())
