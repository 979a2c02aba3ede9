"""The native engine: a graph as machine code."""

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np

from limpid.engines.native.llvm import ARGUMENTS, Function, Module, Value, index
from limpid.engines.native.lowering import Fallback, Lowering
from limpid.engines.native.machine import Library
from limpid.engines.native.nest import Nest
from limpid.engines.native.threads import BARRIER, count_threads, pool, with_pause
from limpid.engines.native.tiling import emit, is_shared
from limpid.engines.native.view import View
from limpid.errors import DataError
from limpid.graph.op import Array
from limpid.graph.shapes import product
from limpid.graph.tracing import Graph

PAUSE = "declare i32 @sched_yield()\nPAUSE_DECLARATION\n"
# Elements computed in a program below which one thread is faster than several.
LARGE = 200_000


class NativeProgram:
    """Nests in machine code, with the operations between that have none."""

    def __init__(self, graph: Graph) -> None:
        """Lower, compile, and set up the memory."""
        self.graph = graph
        self.lowering = Lowering(graph)
        self.stages: dict[str, str] = {}
        parts = _segments(self.lowering.steps)
        module = Module()
        for i, part in enumerate(parts):
            if isinstance(part, list):
                emit_segment(module, f"segment_{i}", part, self.lowering)
        self.library = Library(module.text() + with_pause(BARRIER + PAUSE))
        self.pool = pool(count_threads() if self._is_large() else 1)
        self._parts = [
            self._callable(f"segment_{i}") if isinstance(p, list) else p
            for i, p in enumerate(parts)
        ]
        self._set_up_memory()

    def _is_large(self) -> bool:
        """Tell whether more than one thread pays."""
        nests = [s for s in self.lowering.steps if isinstance(s, Nest)]
        return sum(product(n.sizes) for n in nests if is_shared(n)) >= LARGE

    def _callable(self, name: str) -> Any:
        function = self.library.function(name, ctypes.c_int64, ctypes.c_int64)
        address = self.library.address(name)
        return lambda: self.pool.run(function, address, self._address)

    def _set_up_memory(self) -> None:
        lowering = self.lowering
        # Pages are taken as they are first touched.
        self._arena = np.empty(lowering.arena_bytes + 64, np.uint8)
        start = -self._arena.ctypes.data % 64
        base = self._arena.ctypes.data + start
        self._error = lowering.constants[0]
        self._table = (ctypes.c_void_p * (len(lowering.buffers) + 1))()
        self._table[len(lowering.buffers)] = self.pool.address
        self._arrays: list[Any] = [None] * len(lowering.buffers)
        for i, buffer in enumerate(lowering.buffers):
            if buffer.kind == "arena":
                self._table[i] = base + buffer.number
                raw = self._arena[start + buffer.number :][: buffer.num_bytes]
                self._arrays[i] = raw.view(buffer.dtype)
            elif buffer.kind == "constant":
                array = lowering.constants[buffer.number]
                self._table[i], self._arrays[i] = array.ctypes.data, array.reshape(-1)
        kinds = enumerate(lowering.buffers)
        self._inputs = [i for i, b in kinds if b.kind == "input"]
        self._outputs = [i for i, b in enumerate(lowering.buffers) if b.kind == "output"]
        self._address = ctypes.addressof(self._table)

    def __call__(self, inputs: Sequence[Array]) -> list[Any]:
        """Run on the inputs' values and return the outputs'."""
        kept = [np.ascontiguousarray(x) for x in inputs]
        for i, array in zip(self._inputs, kept, strict=True):
            self._table[i], self._arrays[i] = array.ctypes.data, array.reshape(-1)
        outputs = [np.empty(y.shape, y.dtype) for y in self.graph.outputs]
        for i, array in zip(self._outputs, outputs, strict=True):
            self._table[i], self._arrays[i] = array.ctypes.data, array.reshape(-1)
        for part in self._parts:
            if isinstance(part, Fallback):
                self._fall_back(part)
            else:
                part()
        self._raise_for_indices()
        return outputs

    def _raise_for_indices(self) -> None:
        if self._error[0]:
            self._error[0] = 0
            raise DataError("An index or label is out of range.")

    @np.errstate(all="ignore")
    def _fall_back(self, step: Fallback) -> None:
        op = step.node.op
        assert op is not None
        results = op.reference(*(self._array(v) for v in step.inputs))
        parts = results if isinstance(results, tuple) else (results,)
        for view, value in zip(step.outputs, parts, strict=True):
            self._array(view)[...] = value

    def _array(self, view: View) -> Array:
        flat = self._arrays[view.buffer][view.offset :]
        strides = [s * flat.itemsize for s in view.strides]
        return np.lib.stride_tricks.as_strided(flat, view.shape, strides)


def _segments(steps: Sequence[Nest | Fallback]) -> list[Any]:
    """Return the steps with consecutive nests gathered into lists."""
    parts: list[Any] = []
    for step in steps:
        if isinstance(step, Fallback):
            parts.append(step)
        elif parts and isinstance(parts[-1], list):
            parts[-1].append(step)
        else:
            parts.append([step])
    return parts


def emit_segment(
    module: Module, name: str, nests: Sequence[Nest], lowering: Lowering
) -> None:
    """Write a function that runs nests over the buffers of a table of pointers."""
    calls = Function(module, name)
    slot = calls.address(calls.table, "ptr", index(len(lowering.buffers)))
    state = calls.load("ptr", slot, 8)
    meetings = Meetings(lowering)
    for i, nest in enumerate(nests):
        body = Function(module, f"{name}_{i}")
        body.comment(nest.label)
        pointers: dict[int, Value] = {}
        for number in dict.fromkeys([0, *nest.buffers]):
            place = body.address(body.table, "ptr", index(number))
            pointers[number] = body.load("ptr", place, 8)
        emit(body, pointers, nest)
        if meetings.needed_before(nest):
            calls.lines.append(f"  call void @barrier({state}, {calls.threads})")
        arguments = ", ".join(map(str, ARGUMENTS))
        calls.lines.append(f"  call void @{body.name}({arguments})")


class Meetings:
    """Finds out before which nests the threads must wait for each other."""

    def __init__(self, lowering: Lowering) -> None:
        """Start with nothing read or written."""
        self.lowering = lowering
        self.read: list[Range] = []
        self.written: list[Range] = []
        self.all_serial = True

    def needed_before(self, nest: Nest) -> bool:
        """Tell whether the nest touches what others have since the last meeting."""
        reads = [self._range(a.buffer) for a in nest.accesses]
        writes = [self._range(a.buffer) for a in nest.stores]
        serial = not is_shared(nest)
        clash = any(_meet(self.written, r) for r in reads) or any(
            _meet(self.read, w) or _meet(self.written, w) for w in writes
        )
        needed = clash and not (serial and self.all_serial)
        if needed:
            self.read, self.written, self.all_serial = [], [], True
        self.read += reads
        self.written += writes
        self.all_serial &= serial
        return needed

    def _range(self, number: int) -> "Range":
        buffer = self.lowering.buffers[number]
        if buffer.kind == "arena":
            return -1, buffer.number, buffer.number + buffer.num_bytes
        return number, 0, 1


Range = tuple[int, int, int]


def _meet(ranges: Sequence[Range], one: Range) -> bool:
    return any(r[0] == one[0] and r[1] < one[2] and one[1] < r[2] for r in ranges)


class NativeEngine:
    """Compiles graphs to machine code."""

    name = "native"

    def compile(self, graph: Graph) -> NativeProgram:
        """Return the graph as machine code."""
        return NativeProgram(graph)
