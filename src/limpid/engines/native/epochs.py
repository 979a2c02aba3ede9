"""Epochs: several of them in one call, each in an order of its own.

An epoch of a small model is over sooner than Python has prepared the next one.
"""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from itertools import pairwise

import numpy as np

from limpid.engines.native import permuting
from limpid.engines.native.llvm import I64, Function, Module, Value, index
from limpid.engines.native.repetition import NativeRepetition
from limpid.engines.native.runtime import runtime
from limpid.graph.op import Array
from limpid.graph.variable import Variable

# Words of the table: how many epochs; the first one's number; 1 if they are shuffled;
# where an order's key has the epoch's number; the table an order is drawn with; how
# many parts an epoch has, and where they are.
EPOCHS, FIRST, SHUFFLED, NUMBER, DRAWING, NUM_PARTS, PARTS, WORDS = range(8)
# Of a part: how many copies are made before it, and where they are; the function that
# takes its steps, or null, and that one's table.
NUM_COPIES, COPIES, FUNCTION, TABLE, PART_WORDS = range(5)
# Of a copy: from where, to where, how many bytes; how many bytes further on in each
# epoch; 1 if the place to copy to has to be looked up where it says.
FROM, TO, NUM_BYTES, STRIDE, LOOKED_UP, COPY_WORDS = range(6)

Copies = list[tuple[int, int, int, int, int]]


class NativeEpochs:
    """What runs whole epochs: steps on full batches, perhaps one on what remains."""

    def __init__(self, parts: Sequence[NativeRepetition]) -> None:
        """Write down what stays from run to run.

        Args:
            parts: What takes an epoch's steps, one after the other.
        """
        self._parts = parts
        self._function = runtime(permuting.write, write).function("epochs")
        self._drawing = permuting.Drawing(0)
        # The part behind the last only keeps the results.
        self._part_words = np.zeros((len(parts) + 1, PART_WORDS), np.int64)
        self._table = np.zeros(WORDS, np.int64)
        self._table[NUM_PARTS] = len(self._part_words)
        self._table[PARTS] = self._part_words.ctypes.data
        self._copies: dict[int, Array] = {}
        first, last = parts[0], parts[-1]
        self._handed = [] if first is last else _words_copied(last, first)
        for i, (before, after) in enumerate(pairwise(parts), 1):
            after.share_error(before)
            self._copy_before(i, _words_copied(before, after))

    def begin(
        self,
        arrays: Sequence[Array],
        steps: Sequence[int],
        seed: int | None,
        first_values: Sequence[tuple[Variable, Array]],
    ) -> None:
        """Train on these arrays from now on.

        Args:
            arrays: What batches are taken from, one for each argument.
            steps: How many each part takes in an epoch.
            seed: The orders follow from it and the epoch's number; None for no order.
            first_values: What variables are set to when an epoch begins.
        """
        self._table[SHUFFLED] = seed is not None
        self._draw(len(arrays[0]), seed or 0)
        rows = self._drawing.order
        for i, (part, count) in enumerate(zip(self._parts, steps, strict=True)):
            part.take_from(arrays, rows, count)
            self._part_words[i, FUNCTION:] = part.program.entry, part.address
            rows = rows[count * part.size :]
        self._values = [(v, np.array(value)) for v, value in first_values]
        self._copy_before(0, [*self._handed, *self._resets()])

    def _draw(self, count: int, seed: int) -> None:
        """Draw orders of so many examples; without a seed they are in order."""
        if count != self._drawing.count or not self._table[SHUFFLED]:
            self._drawing = permuting.Drawing(count)
        self._drawing.seed(seed)
        self._table[NUMBER] = self._drawing.number_address
        self._table[DRAWING] = self._drawing.address

    def _resets(self) -> Copies:
        first = self._parts[0]
        updates = first.program.graph.updates
        read = dict(zip(updates, first.words()[:, 0].tolist(), strict=True))
        return [
            (value.ctypes.data, read[variable], value.nbytes, 0, 1)
            for variable, value in self._values
            if variable in read
        ]

    def _copy_before(self, number: int, copies: Copies) -> None:
        rows = np.array(copies, np.int64).reshape(-1, COPY_WORDS)
        self._copies[number] = rows
        self._part_words[number, NUM_COPIES] = len(rows)
        self._part_words[number, COPIES] = rows.ctypes.data

    def run(self, first: int, count: int) -> list[Array]:
        """Train for some epochs; return each one's last results.

        Args:
            first: The first epoch's number.
            count: How many.

        Raises:
            DataError: An index was out of range; the steps before that one count.
        """
        last = self._parts[-1]
        kept = [part.values_read() for part in self._parts]
        with last.residence.holding(), ExitStack() as stack:
            histories = self._make_room(count)
            self._table[[EPOCHS, FIRST]] = count, first
            for part, values in zip(self._parts, kept, strict=True):
                part.connect(values)
                stack.enter_context(part.program.held())
            self._function(self._table.ctypes.data)
            last.note_places()
        return histories

    def _make_room(self, count: int) -> list[Array]:
        results = self._parts[-1].results
        histories = [np.empty((count, *y.shape), y.dtype) for y in results]
        pairs = zip(results, histories, strict=True)
        copies = [
            (y.ctypes.data, h.ctypes.data, y.nbytes, y.nbytes, 0) for y, h in pairs
        ]
        self._copy_before(len(self._parts), copies)
        return histories


def _words_copied(before: NativeRepetition, after: NativeRepetition) -> Copies:
    """Return copies of the words that say where variables are."""
    words = zip(before.words().flat, after.words().flat, strict=True)
    return [(int(here), int(there), 8, 0, 0) for here, there in words]


def write(module: Module) -> None:
    """Write the function: for each epoch an order, then the parts."""
    f = Function(module, "epochs")
    table = _Words(f, f.table)
    count, first, shuffled = map(table.number, (EPOCHS, FIRST, SHUFFLED))
    number, drawing, parts = map(table.pointer, (NUMBER, DRAWING, PARTS))
    num_parts = table.number(NUM_PARTS)
    is_shuffled = f.emit("i1", f"trunc {shuffled} to i1")

    def epoch(e: Value) -> None:
        f.store(f.add(first, e), number, 8)
        f.only_if(is_shuffled, lambda: _call(f, "@permute", drawing))
        each_part = _rows(f, parts, PART_WORDS, lambda part: _part(f, part, e))
        f.range_loop(index(0), num_parts, each_part)

    f.range_loop(index(0), count, epoch)


class _Words:
    """Words side by side, read as numbers or as pointers."""

    def __init__(self, f: Function, start: Value) -> None:
        self.f, self.start = f, start

    def place(self, word: int) -> Value:
        return self.f.address(self.start, I64, index(word))

    def number(self, word: int) -> Value:
        return self.f.load(I64, self.place(word), 8)

    def pointer(self, word: int) -> Value:
        return self.f.load("ptr", self.place(word), 8)


def _rows(
    f: Function, start: Value, size: int, body: Callable[[_Words], None]
) -> Callable[[Value], None]:
    """Return a loop's body that takes a row's number from one that takes the row."""
    return lambda i: body(_Words(f, f.address(start, I64, f.scale(i, size))))


def _call(f: Function, function: str, table: Value) -> None:
    f.lines.append(f"  call void {function}({table}, i64 0, i64 1)")


def _part(f: Function, part: _Words, epoch: Value) -> None:
    copies, count = part.pointer(COPIES), part.number(NUM_COPIES)
    each_copy = _rows(f, copies, COPY_WORDS, lambda copy: _copy(f, copy, epoch))
    f.range_loop(index(0), count, each_copy)
    function, table = part.pointer(FUNCTION), part.pointer(TABLE)
    works = f.emit("i1", f"icmp ne {function}, null")
    f.only_if(works, lambda: _call(f, function.name, table))


def _copy(f: Function, copy: _Words, epoch: Value) -> None:
    looked_up = f.emit("i1", f"trunc {copy.number(LOOKED_UP)} to i1")
    where = f.emit("ptr", f"select {looked_up}, {copy.pointer(TO)}, {copy.place(TO)}")
    further = f.emit(I64, f"mul {epoch}, {copy.number(STRIDE).name}")
    target = f.address(f.load("ptr", where, 8), "i8", further)
    f.copy(target, copy.pointer(FROM), copy.number(NUM_BYTES))
