"""Loading and storing: contiguous, broadcast, gathered, cut at the end, checked."""

import numpy as np

from limpid.engines.native.llvm import Function, Value, index
from limpid.engines.native.nest import Access, Through
from limpid.engines.native.words import SHORT, TYPES, Element, LLVMWords

Place = tuple[Value, int]

# The number of the buffer whose first word says that an index was out of range.
ERROR_BUFFER = 0


class MemoryWords:
    """Reads and writes elements of the buffers behind pointers."""

    def __init__(self, function: Function, pointers: dict[int, Value]) -> None:
        """Use the pointers by buffer number."""
        self.f, self.pointers = function, pointers

    def address(self, access: Access, place: Place, extra: int = 0) -> Value:
        """Return the address of the element at a place."""
        kind, (variable, constant) = stored(access.dtype), place
        base = self.f.address(self.pointers[access.buffer], kind, variable)
        return self.f.address(base, kind, index(constant + extra))

    def load(
        self, words: LLVMWords, access: Access, place: Place, stride: int, tail: int | None
    ) -> Element:
        """Load what the lanes need: a vector, or one element for all of them."""
        if words.lanes == 1 or stride == 0:
            value = self._one(access, place)
            return truth(words, Element(self.splat(value, words.lanes), access.dtype))
        if stride == 1 and access.through is None:
            return truth(words, Element(self._vector(words, access, place, tail), access.dtype))
        return truth(words, Element(self._gathered(words, access, place, stride, tail), access.dtype))

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
        text = f"call {kind} @{name}({address}, i32 {align}, {mask}, {kind} zeroinitializer)"
        return self.f.emit(kind, text)

    def _gathered(
        self, words: LLVMWords, access: Access, place: Place, stride: int, tail: int | None
    ) -> Value:
        result = Value(f"<{words.lanes} x {stored(access.dtype)}>", "zeroinitializer")
        for lane in range(tail or words.lanes):
            one = self._one(access, place, lane * stride)
            text = f"insertelement {result}, {one}, i32 {lane}"
            result = self.f.emit(result.type, text)
        return result

    def store(
        self, words: LLVMWords, access: Access, place: Place, value: Element, tail: int | None
    ) -> None:
        """Store a vector or an element."""
        bits = value.value
        if value.dtype == "bool":
            kind = "i8" if words.lanes == 1 else f"<{words.lanes} x i8>"
            bits = self.f.emit(kind, f"zext {bits} to {kind}")
        address, align = self.address(access, place), bytes_of(access.dtype)
        if tail is None:
            self.f.store(bits, address, align)
            return
        name = f"llvm.masked.store.v{words.lanes}{short(access.dtype)}.p0"
        mask = self.mask(words.lanes, tail)
        self.f.module.declare(name, "void", [bits.type, "ptr", "i32 immarg", mask.type])
        self.f.lines.append(f"  call void @{name}({bits}, {address}, i32 {align}, {mask})")

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

    def checked_index(self, through: Through, place: Place) -> Value:
        """Return an index read from memory times its stride; 0 if it is out of range.

        The check stays in every program: an index that is out of range is written
        down, and the program raises after it has run.
        """
        f, words = self.f, LLVMWords(self.f, 1)
        raw = Element(self._one(through.access, place), through.access.dtype)
        wide = words.cast(raw, "int64").value
        inside = f.emit("i1", f"icmp ult {wide}, {through.size}")
        error, address = self.pointers[ERROR_BUFFER], None
        address = error
        before = f.load("i64", address, 8)
        text = f"select {inside}, {before}, i64 1"
        f.store(f.emit("i64", text), address, 8)
        safe = f.emit("i64", f"select {inside}, {wide}, i64 0")
        return f.scale(safe, through.stride)


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
