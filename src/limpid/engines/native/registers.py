"""Registers: which vector holds which elements, in code written out without loops.

Where every index is known while code is written, so is the place of every element: in
a lane of a vector computed before, or still in memory. What is read again in the same
order is not moved at all; what is read in another is put together from the vectors
that hold it; and memory is written once, at the end.
"""

from collections.abc import Iterable, Sequence

from limpid.engines.native.element import Element
from limpid.engines.native.llvm import Function, Value, index
from limpid.engines.native.memory import Buffer
from limpid.engines.native.memory_words import MemoryWords
from limpid.engines.native.nest import Access
from limpid.engines.native.words import LLVMWords

Offsets = tuple[int, ...]


class Unfit(Exception):  # noqa: N818 - no error: loops are written instead
    """A program that cannot be written out, or had better not be."""


class Registers:
    """The elements of a program's buffers, wherever they are."""

    def __init__(
        self, f: Function, pointers: dict[int, Value], buffers: Sequence[Buffer]
    ) -> None:
        """Begin with what lies in memory: arguments, variables, constants."""
        self.f, self.buffers = f, buffers
        self.width = f.module.machine.vector_bytes // 4
        self._memory = MemoryWords(f, pointers)
        self._vectors: dict[tuple[int, Offsets], Element] = {}
        # In which lane of which vector an element is.
        self._lanes: dict[tuple[int, int], tuple[Element, int]] = {}
        # Where in memory an element lies, if that is elsewhere; what was loaded whence.
        self._copied: dict[tuple[int, int], tuple[int, int]] = {}
        self._loaded: dict[Value, tuple[int, Offsets]] = {}

    def read(self, buffer: int, dtype: str, offsets: Offsets) -> Element:
        """Return elements side by side in a vector; lanes beyond them hold anything."""
        key = buffer, offsets
        if key not in self._vectors:
            self._vectors[key] = self._found(buffer, dtype, offsets)
        return self._vectors[key]

    def write(self, buffer: int, offsets: Offsets, value: Element) -> None:
        """Note that a vector holds elements from now on."""
        if any((buffer, o) in self._lanes for o in offsets):
            self._forget(buffer)
        self._vectors[buffer, offsets] = value
        source = self._loaded.get(value.value)
        for lane, offset in enumerate(offsets):
            self._lanes[buffer, offset] = value, lane
            if source is not None:
                self._copied[buffer, offset] = source[0], source[1][lane]

    def store(self, numbers: Iterable[int]) -> None:
        """Write whole buffers to memory.

        All is read before anything is written: a buffer may lie where another is read.
        """
        for access, value in [part for n in numbers for part in self._parts(n)]:
            words, place = LLVMWords(self.f, lanes_of(value)), (index(0), access.offset)
            self._memory.store(words, access, place, value, None)

    def _parts(self, number: int) -> list[tuple[Access, Element]]:
        """Return a buffer as vectors none of which is cut, and where they go."""
        buffer, start, parts = self.buffers[number], 0, []
        while start < buffer.count:
            size = min(self.width, 2 ** ((buffer.count - start).bit_length() - 1))
            offsets = tuple(range(start, start + size))
            value = self.read(number, buffer.dtype, offsets)
            if lanes_of(value) != size:
                value = self._shuffled(value, None, range(size))
            parts.append((Access(number, buffer.dtype, (), start), value))
            start += size
        return parts

    def _forget(self, buffer: int) -> None:
        self._vectors = {k: v for k, v in self._vectors.items() if k[0] != buffer}
        self._copied = {k: v for k, v in self._copied.items() if k[0] != buffer}

    def _found(self, buffer: int, dtype: str, offsets: Offsets) -> Element:
        is_one = len(set(offsets)) == 1
        origin = self._origin(buffer, offsets)
        if origin is not None and (is_one or _is_run(origin[1])):
            return self._load(dtype, *origin)
        if origin is not None and origin[0] != buffer:
            return self.read(origin[0], dtype, origin[1])
        if origin is not None:
            self._load_around(buffer, dtype, offsets)
        return self._together(buffer, dtype, offsets)

    def _origin(self, buffer: int, offsets: Offsets) -> tuple[int, Offsets] | None:
        """Return where in memory elements lie, if all of them do, in one buffer."""
        in_memory = self.buffers[buffer].kind in {"input", "constant"}
        if in_memory:
            return buffer, offsets
        places = [self._copied.get((buffer, o)) for o in offsets]
        found = [place for place in places if place is not None]
        if len(found) < len(places) or len({b for b, _ in found}) > 1:
            return None
        return found[0][0], tuple(o for _, o in found)

    def _load(self, dtype: str, buffer: int, offsets: Offsets) -> Element:
        """Load one element for all lanes, or as many as lie side by side."""
        lanes, count = lanes_for(len(offsets)), len(offsets)
        words = LLVMWords(self.f, lanes)
        stride = 0 if offsets[0] == offsets[-1] else 1
        place, tail = (index(0), offsets[0]), None if lanes == count else count
        access = Access(buffer, dtype, ())
        value = self._memory.load(words, access, place, stride, tail)
        self._loaded[value.value] = buffer, offsets
        return value

    def _load_around(self, buffer: int, dtype: str, offsets: Iterable[int]) -> None:
        """Load every vector of a buffer in which one of the elements lies."""
        count = self.buffers[buffer].count
        for number in sorted({o // self.width for o in offsets}):
            start = number * self.width
            run = tuple(range(start, min(start + self.width, count)))
            if (buffer, run[0]) not in self._lanes:
                vector = self.read(buffer, dtype, run)
                for lane, offset in enumerate(run):
                    self._lanes[buffer, offset] = vector, lane

    def _together(self, buffer: int, dtype: str, offsets: Offsets) -> Element:
        """Put elements together from the lanes of the vectors that hold them."""
        if any((buffer, o) not in self._lanes for o in offsets):
            raise Unfit
        held = [self._lanes[buffer, o] for o in offsets]
        lanes = lanes_for(len(offsets))
        if lanes == 1:
            only, lane = held[0]
            return only if lanes_of(only) == 1 else self._shuffled(only, None, [lane])
        result: Element | None = None
        done: set[int] = set()
        sources = {x.value: x for x, _ in held}
        for value, source in sources.items():
            mine = {i: k for i, (x, k) in enumerate(held) if x.value == value}
            chosen = [mine.get(i, 0) for i in range(lanes)]
            part = self._as_vector(source)
            if result is None:
                result = self._shuffled(part, None, chosen)
            elif lanes_of(part) == lanes:
                result = self._blend(result, part, chosen, done, mine)
            else:
                part = self._shuffled(part, None, chosen)
                result = self._blend(result, part, range(lanes), done, mine)
            done.update(mine)
        assert result is not None
        return Element(result.value, dtype)

    def _blend(
        self,
        kept: Element,
        part: Element,
        chosen: Sequence[int],
        done: set[int],
        mine: dict[int, int],
    ) -> Element:
        """Return lanes of the one where they are done, of the other where they come."""
        lanes = lanes_of(kept)
        which = [
            i if i in done else lanes + chosen[i] if i in mine else i
            for i in range(lanes)
        ]
        return self._shuffled(kept, part, which)

    def _as_vector(self, x: Element) -> Element:
        if lanes_of(x) > 1:
            return x
        kind = f"<2 x {x.value.type}>"
        text = f"insertelement {kind} poison, {x.value}, i32 0"
        return Element(self.f.emit(kind, text), x.dtype)

    def _shuffled(
        self, x: Element, y: Element | None, chosen: Iterable[int]
    ) -> Element:
        return shuffled(self.f, x, y, chosen)


def shuffled(
    f: Function, x: Element, y: Element | None, chosen: Iterable[int]
) -> Element:
    """Return lanes of two vectors, those of the second counted after the first's."""
    numbers = list(chosen)
    source, lanes = x.value, lanes_of(x)
    other = y.value if y is not None else Value(source.type, "poison")
    if len(numbers) == 1:
        kind = source.type.split(" x ")[1][:-1]
        text = f"extractelement {source}, i32 {numbers[0]}"
        return Element(f.emit(kind, text), x.dtype)
    if y is None and numbers == list(range(lanes)):
        return x
    kind = f"<{len(numbers)} x {source.type.split(' x ')[1]}"
    which = ", ".join(f"i32 {i}" for i in numbers)
    text = f"shufflevector {source}, {other}, <{len(numbers)} x i32> <{which}>"
    return Element(f.emit(kind, text), x.dtype)


def lanes_of(x: Element) -> int:
    """Return how many lanes a value has; 1 if it is no vector."""
    kind = x.value.type
    return int(kind[1:].split()[0]) if kind.startswith("<") else 1


def lanes_for(count: int) -> int:
    """Return the lanes of the narrowest vector that holds so many elements."""
    return 1 << (count - 1).bit_length()


def _is_run(offsets: Offsets) -> bool:
    return offsets == tuple(range(offsets[0], offsets[0] + len(offsets)))
