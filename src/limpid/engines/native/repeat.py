"""Repeat: many steps of a program in one call, on batch after batch of whole arrays.

Before each step the rows of its batch are gathered; after it, what the step assigned
to variables becomes what the next one reads.
"""

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np

from limpid.engines.native.llvm import I64, Function, Module, Value, index
from limpid.engines.native.lowering import Fallback, Lowering
from limpid.engines.native.memory_words import ERROR_BUFFER
from limpid.graph.op import Array
from limpid.graph.shapes import product
from limpid.graph.tracing import Graph

# Words of the table behind those of the buffers: the threads' state, the rows' order,
# the number of steps, then the arrays that batches are gathered from.
STATE, ORDER, COUNT, SOURCES = range(4)


def can_repeat(lowering: Lowering) -> bool:
    """Tell whether all of a program is machine code and some of it feeds back."""
    whole = not any(isinstance(step, Fallback) for step in lowering.steps)
    data = lowering.graph.inputs[: num_data(lowering.graph)]
    batched = bool(data) and all(x.shape for x in data)
    return whole and batched and bool(lowering.steps and feedback(lowering.graph))


def num_data(graph: Graph) -> int:
    """Return how many inputs are arguments; the others are variables."""
    return len(graph.inputs) - len(graph.variables)


def feedback(graph: Graph) -> list[tuple[int, int]]:
    """Return (output, input) for each variable that is both assigned and read."""
    inputs = {id(v): num_data(graph) + i for i, v in enumerate(graph.variables)}
    first = len(graph.outputs) - len(graph.updates)
    updates = enumerate(graph.updates)
    return [(first + i, inputs[id(v)]) for i, v in updates if id(v) in inputs]


def write_repeat(module: Module, lowering: Lowering) -> None:
    """Write the function that runs many steps."""
    f = Function(module, "repeat")
    extra = len(lowering.buffers)
    state, order, count = (_slot(f, extra + n) for n in (STATE, ORDER, COUNT))
    steps = f.load(I64, count, 8)

    def step(k: Value) -> None:
        f.first_thread(lambda: _gather(f, lowering, order, k))
        f.meet(state)
        f.run("segment_0", f.table)
        f.meet(state)
        f.first_thread(lambda: _feed_back(f, lowering))

    f.range_loop(index(0), steps, step)


def _slot(f: Function, number: int) -> Value:
    return f.load("ptr", f.address(f.table, "ptr", index(number)), 8)


def _gather(f: Function, lowering: Lowering, order: Value, k: Value) -> None:
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
    def row(r: Value) -> Sequence[Value]:
        number = f.load(I64, f.address(order, I64, r), 8)
        place = f.address(source, "i8", f.scale(number, num_bytes))
        _copy(f, f.address(target, "i8", f.scale(r, num_bytes)), place, num_bytes)
        return ()

    f.loop(rows, row)


def _copy(f: Function, target: Value, source: Value, num_bytes: int) -> None:
    name, kinds = "llvm.memcpy.p0.p0.i64", ["ptr", "ptr", "i64", "i1 immarg"]
    f.module.declare(name, "void", kinds)
    size = f"i64 {num_bytes}, i1 false"
    f.lines.append(f"  call void @{name}({target}, {source}, {size})")


def _feed_back(f: Function, lowering: Lowering) -> None:
    """Copy what was assigned to where it is read, unless an index was out of range."""
    error = f.load(I64, _slot(f, ERROR_BUFFER), 8)
    name = f.fresh()[1:]
    fine = f.emit("i1", f"icmp eq i64 {error.name}, 0")
    f.lines += [f"  br i1 {fine.name}, label %feed_{name}, label %fed_{name}"]
    f.lines += [f"feed_{name}:"]
    f.block = f"feed_{name}"
    inputs, outputs = lowering.numbers("input"), lowering.numbers("output")
    for result, variable in feedback(lowering.graph):
        tensor = lowering.graph.outputs[result]
        size = product(tensor.shape) * tensor.dtype.itemsize
        _copy(f, _slot(f, inputs[variable]), _slot(f, outputs[result]), size)
    f.lines += [f"  br label %fed_{name}", f"fed_{name}:"]
    f.block = f"fed_{name}"


class Repetition:
    """The arrays of many steps, kept alive while they run."""

    def __init__(self, graph: Graph, arrays: Sequence[Array], rows: Array) -> None:
        """Take whole arrays and the order of their rows."""
        count = num_data(graph)
        self.sources = [np.ascontiguousarray(a) for a in arrays]
        self.rows = np.ascontiguousarray(rows, np.int64)
        self.batch = [np.empty(x.shape, x.dtype) for x in graph.inputs[:count]]
        size = graph.inputs[0].shape[0]
        self.steps = np.array([len(self.rows) // size], np.int64)

    def words(self) -> list[Any]:
        """Return the table's words behind the threads' state."""
        arrays = [self.rows, self.steps, *self.sources]
        return [ctypes.c_void_p(a.ctypes.data) for a in arrays]
