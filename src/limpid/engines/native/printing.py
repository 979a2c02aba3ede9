"""Printing: the stages between a graph and its machine code, as texts to read."""

from collections.abc import Callable, Iterator
from string import ascii_letters

from limpid.engines.native.blueprint import segment_name
from limpid.engines.native.fusion import Unit
from limpid.engines.native.llvm import Module
from limpid.engines.native.loops import buffer_names, heading, print_loops
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.machine import assembly, host
from limpid.engines.native.memory import Buffer, aligned
from limpid.engines.native.segments import (
    segments,
    write_module,
    write_text,
    wrote_straight,
)
from limpid.engines.native.traits import base
from limpid.engines.stages import Stages
from limpid.graph.printing import (
    Names,
    call,
    columns,
    is_number,
    kind,
    place,
    print_graph,
)
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph

# The map of the arena: so many rows of bytes and columns of steps at most.
MAP_ROWS, MAP_COLUMNS = 24, 72
STRAIGHT = """\
# A small program: all rounds of these loops are written out, one nest after the other,
# with the examples in the lanes of vectors; what is computed stays in registers.

"""


def stages(lowering: Lowering, module: Callable[[], Module]) -> Stages:
    """Return the texts of a program's making: graph, fused, memory, loops, llvm, asm.

    Args:
        lowering: Of the program's graph.
        module: Returns the program in LLVM's language.
    """
    return Stages(
        {
            "graph": lambda: print_graph(lowering.graph),
            "fused": lambda: print_units(lowering),
            "memory": lambda: print_memory(lowering),
            "loops": lambda: _remark(lowering) + print_loops(lowering, host()),
            "llvm": lambda: write_text(module()),
            "asm": lambda: print_assembly(lowering, module()),
        }
    )


def _remark(lowering: Lowering) -> str:
    """Say it if a program's loops are not those that run."""
    return STRAIGHT if wrote_straight(Module(), lowering) else ""


def lowered(graph: Graph) -> Stages:
    """Return the texts of a graph's making, without compiling what is not read."""
    lowering = Lowering(graph)
    return stages(lowering, lambda: write_module(lowering))


# Fusion


def print_units(lowering: Lowering) -> str:
    """Return which operations run together, and which results are stored."""
    names = Names(lowering.graph)
    units = lowering.fusion.ordered()
    texts = [
        "\n".join(_unit(i, u, units, lowering, names)) for i, u in enumerate(units)
    ]
    return "\n\n".join(texts)


def _unit(
    number: int, unit: Unit, units: list[Unit], lowering: Lowering, names: Names
) -> Iterator[str]:
    stored = {id(x) for x in lowering.fusion.results(unit)}
    read = [names(x) for x in unit.inputs if not is_number(x)]
    yield f"unit {number}: reads {', '.join(read) or 'nothing'}"
    rows = []
    for x in unit.nodes:
        text = f"  {_role(x, unit):<7}{names(x)} = {call(x, names)}"
        end = f" -> {_readers(x, units, lowering)}" if id(x) in stored else ""
        rows.append((text, kind(x) + end, place(x)))
    yield from columns(rows)


def _role(x: Tensor, unit: Unit) -> str:
    """Return what an operation is in its unit: first, head or then."""
    if x is unit.head:
        return "head"
    is_before = unit.before is not None and any(x is y for y in unit.before.nodes)
    return "first" if is_before else "then"


def _readers(x: Tensor, units: list[Unit], lowering: Lowering) -> str:
    """Return which units read what is stored, through views or directly."""
    numbers = [
        str(i) for i, u in enumerate(units) if any(base(y) is x for y in u.inputs)
    ]
    is_output = any(base(y) is x for y in lowering.graph.outputs)
    return ", ".join([*numbers, *(["output"] if is_output else [])]) or "nobody"


# Machine code


def print_assembly(lowering: Lowering, module: Module) -> str:
    """Return the processor's own instructions, each nest's under what it computes."""
    steps = {id(step): i for i, step in enumerate(lowering.steps)}
    headings: dict[str, list[str]] = {}
    for i, part in enumerate(segments(lowering.steps)):
        for j, step in enumerate(part if isinstance(part, list) else []):
            name = f"{segment_name(i)}_{j}"
            label = f"{module.stand_ins.get(name, name)}:"
            headings.setdefault(label, []).extend(heading(lowering, steps[id(step)]))
    lines: list[str] = []
    for line in assembly(write_text(module)).splitlines():
        label, *_ = line.split(maxsplit=1) or [""]
        lines += [*headings.get(label, []), line]
    return "\n".join(lines)


# Memory


def print_memory(lowering: Lowering) -> str:
    """Return the buffers with their place and time, and a map of the arena."""
    names = buffer_names(lowering, Names(lowering.graph))
    arena = [b for b in lowering.buffers if b.kind == "arena" and b.first >= 0]
    without = sum(b.num_bytes for b in arena)
    lines = [f"arena of {lowering.arena_bytes:,} bytes; {without:,} without reuse", ""]
    rows: list[tuple[str, ...]] = [
        ("buffer", "kind", "elements", "bytes", "offset", "steps")
    ]
    rows += [_buffer(*pair) for pair in zip(names, lowering.buffers, strict=True)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, kind_, elements, *numbers in rows:
        texts = [
            name.ljust(widths[0]),
            kind_.ljust(widths[1]),
            elements.ljust(widths[2]),
        ]
        texts += [n.rjust(w) for n, w in zip(numbers, widths[3:], strict=True)]
        lines.append("  ".join(texts).rstrip())
    return "\n".join([*lines, "", *_map(lowering, names)])


def _buffer(name: str, buffer: Buffer) -> tuple[str, ...]:
    offset = (
        f"{buffer.number:,}" if buffer.kind == "arena" and buffer.first >= 0 else ""
    )
    time = f"{buffer.first} to {buffer.last}" if buffer.first >= 0 else "unused"
    elements = f"{buffer.count:,} {buffer.dtype}"
    return name, buffer.kind, elements, f"{buffer.num_bytes:,}", offset, time


def _map(lowering: Lowering, names: list[str]) -> Iterator[str]:
    """Draw the arena: bytes downwards, steps to the right, a letter for each buffer."""
    pairs = zip(lowering.buffers, names, strict=True)
    arena = [(b, n) for b, n in pairs if b.kind == "arena" and b.first >= 0]
    arena.sort(key=lambda pair: -pair[0].num_bytes)
    letters = dict(zip((n for _, n in arena), ascii_letters, strict=False))
    row = aligned(-(-lowering.arena_bytes // MAP_ROWS))
    column = -(-len(lowering.steps) // MAP_COLUMNS)
    if not arena:
        return
    yield f"map: a row is {row:,} bytes, a column {column} step{'s' * (column > 1)}"
    for start in range(0, lowering.arena_bytes, row):
        cells = ""
        for first in range(0, len(lowering.steps), column):
            inside = [
                letters.get(n, "+")
                for b, n in arena
                if b.first < first + column and first <= b.last
                if b.number < start + row and start < b.number + b.num_bytes
            ]
            cells += inside[0] if inside else "."
        yield f"{start:>12,} {cells}"
    shown = [f"{letter} {name}" for name, letter in letters.items()]
    yield from (
        " " * 13 + "   ".join(shown[i : i + 8]) for i in range(0, len(shown), 8)
    )
