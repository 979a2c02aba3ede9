"""The native engine: a graph as machine code."""

import ctypes
from collections.abc import Sequence
from typing import Any

import numpy as np

from limpid.engines.native.llvm import Function, Module, Value, index
from limpid.engines.native.lowering import Fallback, Lowering
from limpid.engines.native.machine import Library
from limpid.engines.native.nest import Nest
from limpid.engines.native.tiling import emit
from limpid.engines.native.view import View
from limpid.errors import DataError
from limpid.graph.op import Array
from limpid.graph.tracing import Graph


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
                emit_segment(module, f"segment_{i}", part)
        self.library = Library(module.text())
        self._parts = [
            self.library.function(f"segment_{i}") if isinstance(p, list) else p
            for i, p in enumerate(parts)
        ]
        self._set_up_memory()

    def _set_up_memory(self) -> None:
        lowering = self.lowering
        # Pages are taken as they are first touched.
        self._arena = np.empty(lowering.arena_bytes + 64, np.uint8)
        start = -self._arena.ctypes.data % 64
        base = self._arena.ctypes.data + start
        self._error = lowering.constants[0]
        self._table = (ctypes.c_void_p * len(lowering.buffers))()
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
                part(self._address)
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


def emit_segment(module: Module, name: str, nests: Sequence[Nest]) -> None:
    """Write a function that runs nests over the buffers of a table of pointers."""
    calls = Function(module, name)
    for i, nest in enumerate(nests):
        body = Function(module, f"{name}_{i}")
        body.comment(nest.label)
        table = body.arguments[0]
        pointers: dict[int, Value] = {}
        for number in dict.fromkeys([0, *nest.buffers]):
            slot = body.address(table, "ptr", index(number))
            pointers[number] = body.load("ptr", slot, 8)
        emit(body, pointers, nest)
        calls.lines.append(f"  call void @{body.name}({calls.arguments[0]})")


class NativeEngine:
    """Compiles graphs to machine code."""

    name = "native"

    def compile(self, graph: Graph) -> NativeProgram:
        """Return the graph as machine code."""
        return NativeProgram(graph)
