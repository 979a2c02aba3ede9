"""Segments: consecutive nests as one function, with meetings of the threads."""

from collections.abc import Sequence
from typing import Any

from limpid.engines.native.alike import form
from limpid.engines.native.blueprint import segment_name
from limpid.engines.native.effort import gathers_ahead
from limpid.engines.native.emission import emit
from limpid.engines.native.fallback import Fallback
from limpid.engines.native.halves import with_halves
from limpid.engines.native.in_place import is_checked
from limpid.engines.native.llvm import I64, Function, Module, Value, index
from limpid.engines.native.lowering import Lowering, Step
from limpid.engines.native.machine import Machine
from limpid.engines.native.memory import ERROR_BUFFER
from limpid.engines.native.nest import Nest
from limpid.engines.native.repeat import (
    can_repeat,
    write_repeat,
    write_repeat_ahead,
)
from limpid.engines.native.sharing import is_shared
from limpid.engines.native.slices import Slices, emit_slices
from limpid.engines.native.straight import write_straight
from limpid.engines.native.threads import BARRIER, with_pause
from limpid.engines.native.walk import Link, Walk


def write_module(lowering: Lowering, machine: Machine | None = None) -> Module:
    """Write every segment's function into a module."""
    module = Module(machine)
    parts = segments(lowering.steps)
    module.is_straight = wrote_straight(module, lowering)
    if module.is_straight:
        parts = []
    for i, part in enumerate(parts):
        if isinstance(part, list):
            emit_segment(module, segment_name(i), part, lowering)
    if can_repeat(lowering):
        write = write_repeat_ahead if gathers_ahead(lowering) else write_repeat
        write(module, lowering)
    return module


def wrote_straight(module: Module, lowering: Lowering) -> bool:
    """Write a small program without loops; tell whether it is one."""
    is_one = len(segments(lowering.steps)) == 1
    return is_one and write_straight(module, segment_name(0), lowering)


def write_text(module: Module) -> str:
    """Return a program's module as text, with what its threads meet in."""
    text = with_halves(module.text(), module.machine)
    return text + with_pause(BARRIER, module.machine)


def segments(steps: Sequence[Step]) -> list[Any]:
    """Return the steps with consecutive ones in machine code gathered into lists."""
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
    module: Module,
    name: str,
    steps: Sequence[Nest | Walk | Slices],
    lowering: Lowering,
) -> None:
    """Write a function that runs steps over the buffers of a table of pointers."""
    calls = Function(module, name)
    # Only calls: of a deep network so many that LLVM would ponder over them.
    calls.attributes = "noinline optnone"
    slot = calls.address(calls.table, "ptr", index(len(lowering.buffers)))
    state = calls.load("ptr", slot, 8)
    meetings = Meetings(lowering)
    may_fail = False
    for i, step in enumerate(steps):
        inner = f"{name}_{i}"
        if may_fail and not lowering.in_place.keys().isdisjoint(step.writes):
            _leave_if_failed(calls, state)
            may_fail = False
        may_fail |= is_checked(step)
        if meetings.needed_before(step):
            calls.meet(state)
        if isinstance(step, Walk):
            _emit_walk(module, inner, step, lowering)
            calls.run(inner, calls.table)
        else:
            _run_nest(calls, inner, step)


def _leave_if_failed(f: Function, state: Value) -> None:
    """Return before anything is overwritten, if an index was out of range."""
    f.meet(state)
    cell = f.load("ptr", f.address(f.table, "ptr", index(ERROR_BUFFER)), 8)
    failed = f.emit("i1", f"icmp ne i64 {f.load(I64, cell, 8).name}, 0")
    f.lines += [f"  br i1 {failed.name}, label %failed, label %fine", "failed:"]
    f.lines += ["  ret void", "fine:"]
    f.block = "fine"


def _run_nest(calls: Function, name: str, step: Nest | Slices) -> None:
    """Write the call of a function that runs a nest, or nests on slices."""
    numbers = list(dict.fromkeys([ERROR_BUFFER, *step.buffers]))
    places = [calls.address(calls.table, "ptr", index(n)) for n in numbers]
    given = [calls.load("ptr", place, 8) for place in places]
    calls.run(_function_of(calls.module, name, step, numbers), *given)


def _function_of(
    module: Module, name: str, step: Nest | Slices, numbers: Sequence[int]
) -> str:
    """Return the function that runs a step: an earlier one's that is alike, or new."""
    places = {number: i for i, number in enumerate(numbers)}
    alike = form(step, places, module.machine)
    if alike not in module.forms:
        f = module.forms[alike] = Function(module, name, len(numbers))
        pointers = dict(zip(numbers, f.pointers, strict=True))
        if isinstance(step, Slices):
            emit_slices(f, pointers, step)
        else:
            emit(f, pointers, step)
    module.forms[alike].comment(step.label)
    module.stand_ins[name] = module.forms[alike].name
    return module.stand_ins[name]


def _emit_walk(module: Module, name: str, walk: Walk, lowering: Lowering) -> None:
    """Write a function that runs a body's steps with the next slices in each round.

    Every thread has a table of its own, on its stack.
    """
    hoisted = walk.body.num_hoisted
    emit_segment(module, f"{name}_before", walk.steps[:hoisted], walk.body)
    emit_segment(module, f"{name}_body", walk.steps[hoisted:], walk.body)
    f = Function(module, name)
    f.comment(walk.label)
    state = len(walk.body.buffers)
    table = f.emit("ptr", f"alloca [{state + 1} x ptr], align 64")
    moving = [link for link in walk.links if link.step]
    resting = [link for link in walk.links if not link.step]
    resting += [Link(ERROR_BUFFER, ERROR_BUFFER), Link(state, len(lowering.buffers))]
    for link in resting:
        _point(f, table, link, index(0))
    threads = f.load("ptr", f.address(table, "ptr", index(state)), 8)
    if hoisted:
        f.run(f"{name}_before", table)
        f.meet(threads)

    def once(k: Value) -> None:
        for link in moving:
            _point(f, table, link, k)
        f.run(f"{name}_body", table)
        if not walk.body.is_apart:
            # The next round reads what this one wrote.
            f.meet(threads)

    f.range_loop(index(0), index(walk.rounds), once)


def _point(f: Function, table: Value, link: Link, k: Value) -> None:
    """Point a body's table at where one of its buffers lies in round k."""
    base = f.load("ptr", f.address(f.table, "ptr", index(link.outer)), 8)
    slot = f.add(f.scale(k, link.step), index(link.first)) if link.step else index(0)
    if link.turns:
        slot = f.emit(I64, f"urem {slot}, {link.turns}")
    offset = f.add(f.scale(slot, link.stride), index(link.start))
    place = f.address(base, "i8", offset)
    f.store(place, f.address(table, "ptr", index(link.inner)), 8)


class Meetings:
    """Finds out before which steps the threads must wait for each other."""

    def __init__(self, lowering: Lowering) -> None:
        """Start with nothing read or written."""
        self.lowering = lowering
        self.read: list[Range] = []
        self.written: list[Range] = []
        self.all_serial = True

    def needed_before(self, step: Nest | Walk | Slices) -> bool:
        """Tell whether the step touches what others have since the last meeting."""
        reads = [self._range(number) for number in step.reads]
        writes = [self._range(number) for number in step.writes]
        serial = not has_shared(step)
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
        number = self.lowering.in_place.get(number, number)
        buffer = self.lowering.buffers[number]
        if buffer.kind == "arena":
            return -1, buffer.number, buffer.number + buffer.num_bytes
        return number, 0, 1


def has_shared(step: Nest | Walk | Slices) -> bool:
    """Tell whether the threads share any of a step's work."""
    if isinstance(step, Slices):
        return True
    if isinstance(step, Walk):
        return any(map(has_shared, step.steps))
    return is_shared(step)


Range = tuple[int, int, int]


def _meet(ranges: Sequence[Range], one: Range) -> bool:
    return any(r[0] == one[0] and r[1] < one[2] and one[1] < r[2] for r in ranges)
