"""Segments: consecutive nests as one function, with meetings of the threads."""

from collections.abc import Sequence
from typing import Any

from limpid.engines.native.cuts import is_shared
from limpid.engines.native.llvm import ARGUMENTS, Function, Module, Value, index
from limpid.engines.native.lowering import Fallback, Lowering
from limpid.engines.native.machine import Machine
from limpid.engines.native.nest import Nest
from limpid.engines.native.repeat import can_repeat, write_repeat
from limpid.engines.native.threads import BARRIER, with_pause
from limpid.engines.native.tiling import emit


def segment_name(number: int) -> str:
    """Return the name of a segment's function."""
    return f"segment_{number}"


def write_module(lowering: Lowering, machine: Machine | None = None) -> Module:
    """Write every segment's function into a module."""
    module = Module(machine)
    parts = segments(lowering.steps)
    for i, part in enumerate(parts):
        if isinstance(part, list):
            emit_segment(module, segment_name(i), part, lowering)
    if can_repeat(lowering):
        write_repeat(module, lowering)
    return module


def write_text(module: Module) -> str:
    """Return a program's module as text, with what its threads meet in."""
    return module.text() + with_pause(BARRIER, module.machine)


def segments(steps: Sequence[Nest | Fallback]) -> list[Any]:
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
