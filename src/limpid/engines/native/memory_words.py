"""Loading and storing: contiguous, broadcast, gathered, cut at the end, checked."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limpid.engines.native.element import SHORT, TYPES, Element
from limpid.engines.native.llvm import Function, Value, index
from limpid.engines.native.memory import ERROR_BUFFER
from limpid.engines.native.nest import Access, Iota, Through
from limpid.engines.native.words import LLVMWords
from limpid.graph.shapes import Shape

Place = tuple[Value, int]

# Only the first report counts.
REPORT = """
define internal void
@report(ptr %cell, i64 %check, i64 %index, i64 %place) cold noinline {
  %pair = cmpxchg ptr %cell, i64 0, i64 %check seq_cst seq_cst
  %first = extractvalue {i64, i1} %pair, 1
  br i1 %first, label %write, label %leave
write:
  %second = getelementptr i64, ptr %cell, i64 1
  store i64 %index, ptr %second, align 8
  %third = getelementptr i64, ptr %cell, i64 2
  store i64 %place, ptr %third, align 8
  br label %leave
leave:
  ret void
}
"""


@dataclass(frozen=True)
class Check:
    """An index that a program checks as it reads it."""

    through: Through
    label: str

    def message(self, number: int, place: int) -> str:
        """Say which index is wrong and what was expected."""
        where = f" at position {self._position(place)}" if self.through.walk else ""
        return (
            f"index {number}{where} is out of range; "
            f"expected 0 to {self.through.size - 1}. [{self.label}]"
        )

    def _position(self, place: int) -> Shape:
        """Return the indices that lead to an element: large strides first."""
        rest, walk = place - self.through.access.offset, self.through.walk
        found = [0] * len(walk)
        for axis in sorted(range(len(walk)), key=lambda i: -walk[i]):
            if walk[axis] > 0 and self.through.shape[axis] > 1:
                found[axis], rest = divmod(rest, walk[axis])
        return tuple(found)


class MemoryWords:
    """Reads and writes elements of the buffers behind pointers."""

    def __init__(
        self, function: Function, pointers: dict[int, Value], label: str = ""
    ) -> None:
        """Use the pointers by buffer number; the label says what is computed."""
        self.f, self.pointers, self.label = function, pointers, label

    def address(self, access: Access, place: Place, extra: int = 0) -> Value:
        """Return the address of the element at a place."""
        kind, (variable, constant) = stored(access.dtype), place
        base = self.f.address(self.pointers[access.buffer], kind, variable)
        return self.f.address(base, kind, index(constant + extra))

    def load(
        self,
        words: LLVMWords,
        access: Access,
        place: Place,
        stride: int,
        tail: int | None,
    ) -> Element:
        """Load what the lanes need: a vector, or one element for all of them."""
        if isinstance(access, Iota):
            return Element(self._counted(place, words.lanes, stride), "int64")
        if words.lanes == 1 or stride == 0:
            value = self._one(access, place)
            return truth(words, Element(self.splat(value, words.lanes), access.dtype))
        if stride == 1:
            return truth(
                words, Element(self._vector(words, access, place, tail), access.dtype)
            )
        return truth(
            words,
            Element(self._gathered(words, access, place, stride, tail), access.dtype),
        )

    def _counted(self, place: Place, lanes: int, stride: int) -> Value:
        """Return the place itself, in each lane its own."""
        start = self.splat(self.f.add(place[0], index(place[1])), lanes)
        if lanes == 1 or stride == 0:
            return start
        steps = ", ".join(f"i64 {i * stride}" for i in range(lanes))
        return self.f.emit(start.type, f"add {start}, <{steps}>")

    def _one(self, access: Access, place: Place, extra: int = 0) -> Value:
        address = self.address(access, place, extra)
        return self.f.load(stored(access.dtype), address, bytes_of(access.dtype))

    def _vector(
        self, words: LLVMWords, access: Access, place: Place, tail: int | None
    ) -> Value:
        kind = f"<{words.lanes} x {stored(access.dtype)}>"
        address, align = self.address(access, place), bytes_of(access.dtype)
        if tail is None:
            return self.f.load(kind, address, align)
        name = f"llvm.masked.load.v{words.lanes}{short(access.dtype)}.p0"
        mask = self.mask(words.lanes, tail)
        self.f.module.declare(name, kind, ["ptr", "i32 immarg", mask.type, kind])
        others = f"{kind} zeroinitializer"
        text = f"call {kind} @{name}({address}, i32 {align}, {mask}, {others})"
        return self.f.emit(kind, text)

    def _gathered(
        self,
        words: LLVMWords,
        access: Access,
        place: Place,
        stride: int,
        tail: int | None,
    ) -> Value:
        result = Value(f"<{words.lanes} x {stored(access.dtype)}>", "zeroinitializer")
        for lane in range(tail or words.lanes):
            one = self._one(access, place, lane * stride)
            text = f"insertelement {result}, {one}, i32 {lane}"
            result = self.f.emit(result.type, text)
        return result

    def store(
        self,
        words: LLVMWords,
        access: Access,
        place: Place,
        value: Element,
        tail: int | None,
    ) -> None:
        """Store a vector or an element."""
        bits = value.value
        if value.dtype == "bool":
            kind = "i8" if words.lanes == 1 else f"<{words.lanes} x i8>"
            bits = self.f.emit(kind, f"zext {bits} to {kind}")
        address, align = self.address(access, place), bytes_of(access.dtype)
        if tail == 1:
            # LLVM 22 makes one masked lane a store of the type before a truncation,
            # which writes beyond the element.
            kind = stored(access.dtype)
            bits = self.f.emit(kind, f"extractelement {bits}, i32 0")
        if tail in {None, 1}:
            self.f.store(bits, address, align)
            return
        name = f"llvm.masked.store.v{words.lanes}{short(access.dtype)}.p0"
        mask = self.mask(words.lanes, tail)
        self.f.module.declare(name, "void", [bits.type, "ptr", "i32 immarg", mask.type])
        self.f.lines.append(
            f"  call void @{name}({bits}, {address}, i32 {align}, {mask})"
        )

    def prefetch(self, access: Access, place: Place) -> None:
        """Ask for the cache line of an element, without waiting for it.

        Into the second cache: in the first, lines a power of two apart, as the rows of
        a tile often are, would drive out each other and what the loops work on.
        """
        name = "llvm.prefetch.p0"
        self.f.module.declare(name, "void", ["ptr", *["i32 immarg"] * 3])
        address = self.address(access, place)
        self.f.lines.append(f"  call void @{name}({address}, i32 0, i32 2, i32 1)")

    def turned(
        self, words: LLVMWords, access: Access, places: Sequence[Place]
    ) -> list[Element]:
        """Load a square, one vector from each place; return its columns as vectors."""
        rows = [self._vector(words, access, place, None) for place in places]
        distance = words.lanes // 2
        while distance:
            for i in range(words.lanes):
                if not i & distance:
                    pair = rows[i], rows[i + distance]
                    rows[i], rows[i + distance] = self._swapped(*pair, distance)
            distance //= 2
        return [truth(words, Element(row, access.dtype)) for row in rows]

    def _swapped(self, low: Value, high: Value, distance: int) -> tuple[Value, Value]:
        """Swap the far parts of the lower row with the near parts of the higher."""
        lanes = int(low.type[1:].split()[0])
        results = []
        for first in (0, distance):
            chosen = (
                i + first + (lanes - distance if i & distance else 0)
                for i in range(lanes)
            )
            which = ", ".join(f"i32 {i}" for i in chosen)
            text = f"shufflevector {low}, {high}, <{lanes} x i32> <{which}>"
            results.append(self.f.emit(low.type, text))
        return results[0], results[1]

    def splat(self, value: Value, lanes: int) -> Value:
        """Return a vector with the value in every lane."""
        if lanes == 1:
            return value
        kind = f"<{lanes} x {value.type}>"
        first = self.f.emit(kind, f"insertelement {kind} poison, {value}, i32 0")
        text = f"shufflevector {first}, {kind} poison, <{lanes} x i32> zeroinitializer"
        return self.f.emit(kind, text)

    def mask(self, lanes: int, count: int) -> Value:
        """Return a mask of the first lanes."""
        bits = ", ".join(f"i1 {'true' if i < count else 'false'}" for i in range(lanes))
        return Value(f"<{lanes} x i1>", f"<{bits}>")

    def index(self, through: Through, place: Place) -> Value:
        """Return an index read from memory times its stride."""
        if not through.is_trusted:
            return self.checked_index(through, place)
        raw = Element(self._one(through.access, place), through.access.dtype)
        wide = LLVMWords(self.f, 1).cast(raw, "int64").value
        return self.f.scale(wide, through.stride)

    def checked_index(self, through: Through, place: Place) -> Value:
        """Return an index read from memory times its stride; 0 if it is out of range.

        The check stays in every program: an index that is out of range is written
        down, and the program raises after it has run.
        """
        f, words = self.f, LLVMWords(self.f, 1)
        raw = Element(self._one(through.access, place), through.access.dtype)
        wide = words.cast(raw, "int64").value
        inside = f.emit("i1", f"icmp ult {wide}, {through.size}")
        self._report_unless(inside, through, wide, place)
        safe = f.emit("i64", f"select {inside}, {wide}, i64 0")
        return f.scale(safe, through.stride)

    def _report_unless(
        self, inside: Value, through: Through, wide: Value, place: Place
    ) -> None:
        """Write a branch, hardly ever taken, that notes a wrong index."""
        f, module = self.f, self.f.module
        module.checks.append(Check(through, self.label))
        module.define("report", REPORT)
        name = f.fresh()[1:]
        f.lines += [f"  br i1 {inside.name}, label %good_{name}, label %bad_{name}"]
        f.lines += [f"bad_{name}:"]
        where = f.add(place[0], index(place[1]))
        cell, number = self.pointers[ERROR_BUFFER], index(len(module.checks))
        f.lines += [f"  call void @report({cell}, {number}, {wide}, {where})"]
        f.lines += [f"  br label %good_{name}", f"good_{name}:"]
        f.block = f"good_{name}"


def stored(dtype: str) -> str:
    """Return the LLVM type in memory, where truth values take a byte."""
    return "i8" if dtype == "bool" else TYPES[dtype]


def short(dtype: str) -> str:
    """Return the type's name inside an intrinsic's."""
    return SHORT.get(stored(dtype), stored(dtype))


def bytes_of(dtype: str) -> int:
    """Return the size of an element."""
    return np.dtype(dtype).itemsize


def truth(words: LLVMWords, x: Element) -> Element:
    """Return truth values as single bits."""
    if x.dtype != "bool":
        return x
    zero = "0" if words.lanes == 1 else "zeroinitializer"
    return words.emit("bool", f"icmp ne {x.value}, {zero}")
