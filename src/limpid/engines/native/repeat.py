"""Repeat: many steps of a program in one call, on batch after batch of whole arrays.

Before each step the rows of its batch are gathered; after it, what the step assigned
to variables becomes what the next one reads: the two places of each change roles.
"""

from typing import TYPE_CHECKING

from limpid.engines.native.llvm import I64, Function, Module, Value, index
from limpid.engines.native.memory import ERROR_BUFFER, Buffer, numbers
from limpid.graph.shapes import product
from limpid.graph.tracing import Graph

if TYPE_CHECKING:
    from limpid.engines.native.lowering import Lowering

# Words of the table behind those of the buffers: the threads' state, the rows' order,
# the number of steps, then the arrays that batches are gathered from; at last, for
# variables that are only assigned, the place where one that is read would be read from.
STATE, ORDER, COUNT, SOURCES = range(4)
# So many batches are gathered at a time where that pays.
BATCHES_AHEAD = 16


def can_repeat(lowering: "Lowering") -> bool:
    """Tell whether all of a program is machine code and assigns variables."""
    whole = not lowering.fallbacks
    data = lowering.graph.inputs[: num_data(lowering.graph)]
    batched = bool(data) and all(x.shape for x in data)
    return whole and batched and bool(lowering.steps and lowering.graph.updates)


def num_data(graph: Graph) -> int:
    """Return how many inputs are arguments; the others are variables."""
    return len(graph.inputs) - len(graph.variables)


def num_words(graph: Graph) -> int:
    """Return how many words the table has behind those of the buffers."""
    return SOURCES + num_data(graph) + len(graph.updates)


def places(graph: Graph, buffers: list[Buffer]) -> list[tuple[int, int]]:
    """Return for each assigned variable the words of where it is read and written."""
    inputs, outputs = numbers(buffers, "input"), numbers(buffers, "output")
    read = {id(v): inputs[num_data(graph) + i] for i, v in enumerate(graph.variables)}
    spare = len(buffers) + SOURCES + num_data(graph)
    written = outputs[len(graph.outputs) - len(graph.updates) :]
    return [
        (read.get(id(v), spare + i), out)
        for i, (v, out) in enumerate(zip(graph.updates, written, strict=True))
    ]


def write_repeat(module: Module, lowering: "Lowering") -> None:
    """Write the function that runs many steps."""
    f = Function(module, "repeat")
    extra = len(lowering.buffers)
    state, order, count = (_slot(f, extra + n) for n in (STATE, ORDER, COUNT))
    steps = f.load(I64, count, 8)

    def step(k: Value) -> None:
        _gather(f, lowering, order, k)
        f.meet(state)
        f.run("segment_0", f.table)
        f.meet(state)
        f.first_thread(lambda: _change_places(f, lowering))

    f.range_loop(index(0), steps, step)


def write_repeat_ahead(module: Module, lowering: "Lowering") -> None:
    """Write the function for a program that one thread runs, and in little time.

    What is gathered and read at once has to be waited for: several batches are gathered
    before the first of them is read.
    """
    f = Function(module, "repeat")
    data = lowering.graph.inputs[: num_data(lowering.graph)]
    numbers, extra = lowering.numbers("input"), len(lowering.buffers)
    order = _slot(f, extra + ORDER)
    steps = f.load(I64, _slot(f, extra + COUNT), 8)
    sources = [_slot(f, extra + SOURCES + i) for i in range(len(data))]
    rooms = [_slot(f, numbers[i]) for i in range(len(data))]

    def batch(first: Value, k: Value) -> None:
        start = f.scale(f.add(first, k), data[0].shape[0])
        places = [
            f.address(room, "i8", f.scale(k, x.size * x.dtype.itemsize))
            for x, room in zip(data, rooms, strict=True)
        ]
        for r in range(data[0].shape[0]):
            number = f.load(I64, f.address(order, I64, f.add(start, index(r))), 8)
            for x, source, place in zip(data, sources, places, strict=True):
                size = product(x.shape[1:]) * x.dtype.itemsize
                row = f.address(source, "i8", f.scale(number, size))
                f.copy(f.address(place, "i8", index(r * size)), row, index(size))

    def step(k: Value) -> None:
        for i, x in enumerate(data):
            place = f.scale(k, x.size * x.dtype.itemsize)
            f.store(f.address(rooms[i], "i8", place), _word(f, numbers[i]), 8)
        f.run("segment_0", f.table)
        _change_places(f, lowering)

    def several(k: Value) -> None:
        first = f.scale(k, BATCHES_AHEAD)
        left = f.emit(I64, f"sub i64 {steps.name}, {first.name}")
        count = f.call("llvm.umin.i64", I64, [left, index(BATCHES_AHEAD)])
        f.range_loop(index(0), count, lambda i: batch(first, i))
        f.range_loop(index(0), count, step)

    rounded = f.add(steps, index(BATCHES_AHEAD - 1))
    times = f.emit(I64, f"udiv i64 {rounded.name}, {BATCHES_AHEAD}")
    f.range_loop(index(0), times, several)
    for i, room in enumerate(rooms):
        f.store(room, _word(f, numbers[i]), 8)


def _word(f: Function, number: int) -> Value:
    return f.address(f.table, "ptr", index(number))


def _slot(f: Function, number: int) -> Value:
    return f.load("ptr", _word(f, number), 8)


def _gather(f: Function, lowering: "Lowering", order: Value, k: Value) -> None:
    inputs = lowering.numbers("input")
    for i, tensor in enumerate(lowering.graph.inputs[: num_data(lowering.graph)]):
        rows = tensor.shape[0]
        num_bytes = product(tensor.shape[1:]) * tensor.dtype.itemsize
        source = _slot(f, len(lowering.buffers) + SOURCES + i)
        target, start = _slot(f, inputs[i]), f.scale(k, rows)
        _copy_rows(f, rows, num_bytes, source, target, f.address(order, I64, start))


def _copy_rows(
    f: Function, rows: int, num_bytes: int, source: Value, target: Value, order: Value
) -> None:
    def row(r: Value) -> None:
        number = f.load(I64, f.address(order, I64, r), 8)
        place = f.address(source, "i8", f.scale(number, num_bytes))
        f.copy(f.address(target, "i8", f.scale(r, num_bytes)), place, index(num_bytes))

    f.shared_loop(rows, row)


def _change_places(f: Function, lowering: "Lowering") -> None:
    """Let the next step read what was assigned, unless an index was out of range."""
    error = f.load(I64, _slot(f, ERROR_BUFFER), 8)

    def change() -> None:
        for pair in places(lowering.graph, lowering.buffers):
            if pair[1] in lowering.in_place:
                continue
            read, written = (_slot(f, number) for number in pair)
            f.store(written, _word(f, pair[0]), 8)
            f.store(read, _word(f, pair[1]), 8)

    f.only_if(f.emit("i1", f"icmp eq i64 {error.name}, 0"), change)
