"""Loops: the nests of a program as pseudo-code, in the order they are written in."""

from collections.abc import Sequence
from textwrap import indent

from limpid.engines.native.fallback import Fallback
from limpid.engines.native.lowering import Lowering, Step
from limpid.engines.native.machine import Machine
from limpid.engines.native.nest import Iota, Nest
from limpid.engines.native.nest_text import KEPT_AXES, Line, NestText
from limpid.engines.native.slices import Slices
from limpid.engines.native.walk import Link, Walk
from limpid.graph.printing import Names, call, origin, source_line
from limpid.graph.tensor import Tensor

# Operations and layers named for one step; a count stands for the others.
MOST_NAMES = 8


def print_loops(lowering: Lowering, machine: Machine) -> str:
    """Return the nests as loops: what is read, computed and stored, in which tiles.

    Args:
        lowering: Of a graph.
        machine: Whose vectors and registers the tiles are cut for.
    """
    tensors = Names(lowering.graph)
    names = buffer_names(lowering, tensors)
    texts = []
    for i, step in enumerate(lowering.steps):
        head = heading(lowering, i)
        if isinstance(step, Fallback):
            body = [f"{call(step.node, tensors)}   # by NumPy: {step.reason}"]
        elif isinstance(step, Walk):
            body = _walk(step, names, machine)
        elif isinstance(step, Slices):
            head += _legend(step.all_nests, lowering, tensors, names)
            body = _slices(step, names, machine)
        else:
            head += _legend([step], lowering, tensors, names)
            body = NestText(step, names, machine).lines()
        texts.append("\n".join([*head, *body]))
    return "\n\n".join(texts)


def _walk(walk: Walk, outside: Sequence[str], machine: Machine) -> list[str]:
    """Return a loop over rounds: what lies where in each, then what it does."""
    body = walk.body
    names = buffer_names(body, Names(body.graph))
    places = [
        f"# {names[link.inner]} is {outside[link.outer]}{_slot(link)}"
        for link in walk.links
        if body.buffers[link.inner].kind in {"input", "output"}
    ]
    if body.num_hoisted:
        places.append(
            f"# once, before the loop: the first {body.num_hoisted} of the steps"
        )
    inside = "\n\n".join(["\n".join(places), print_loops(body, machine)])
    return [f"for t in range({walk.rounds}):", indent(inside, "  ")]


def _slices(slices: Slices, names: Sequence[str], machine: Machine) -> list[str]:
    """Return the loops over parts and rounds, with the nests in them."""

    def inside(nests: Sequence[Nest], depth: int) -> list[str]:
        texts = ["\n".join(NestText(nest, names, machine).lines()) for nest in nests]
        return [indent(text, "  " * depth) for text in texts]

    rooms = ", ".join(names[number] for number in slices.own)
    shared = "shared by the threads" + (f"; each has its own {rooms}" if rooms else "")
    head = str(Line(f"for {KEPT_AXES[0]} in range({slices.parts}):", 0, shared))
    if slices.rounds == 1:
        return [head, *inside(slices.all_nests, 1)]
    rounds = f"  for {KEPT_AXES[1]} in range({slices.rounds}):"
    return [head, *inside(slices.before, 1), rounds, *inside(slices.nests, 2)]


def _slot(link: Link) -> str:
    """Return which slot of a buffer a round uses."""
    if not link.step:
        return ""
    place = f"{link.first} - t" if link.step < 0 else _later("t", link.first)
    return f"[({place}) % {link.turns}]" if link.turns else f"[{place}]"


def _later(name: str, number: int) -> str:
    return f"{name} + {number}" if number else name


def heading(lowering: Lowering, number: int) -> list[str]:
    """Return comments that say what a step computes, for which layers and lines."""
    is_unit = number < len(lowering.units)
    nodes = lowering.units[number].nodes if is_unit else []
    whole = title(lowering.steps[number], nodes)
    return [f"# step {number}: {whole}", *_sources(nodes)]


def title(step: Step, nodes: Sequence[Tensor]) -> str:
    """Return the operations of a step; of a preparation, what it prepares."""
    names = [x.op.name for x in nodes if x.op is not None]
    whole = " + ".join(names[:MOST_NAMES])
    if len(names) > MOST_NAMES:
        whole += f" + {len(names) - MOST_NAMES} more"
    label = step.label if isinstance(step, Nest) else ""
    if not label.startswith(("fill", "copy")):
        return whole
    return f"{label} for {whole}" if whole else label


def _sources(nodes: Sequence[Tensor]) -> list[str]:
    """Return the layers of a step, each with its source lines."""
    lines: dict[str, list[str]] = {}
    for x in nodes:
        known = lines.setdefault("/".join(x.scope), [])
        line = source_line(x.source)
        if line and line not in known:
            known.append(line)
    texts = [", ".join(filter(None, [layer, *found])) for layer, found in lines.items()]
    shown = [f"# {text}" for text in filter(None, texts)]
    return [*shown[:MOST_NAMES], "# …"] if len(shown) > MOST_NAMES else shown


def buffer_names(lowering: Lowering, names: Names) -> list[str]:
    """Return what each buffer is called: by the first tensor that lies in it."""
    found: dict[int, str] = {}
    for x in names.tensors:
        views = lowering.places.views(x)
        for i, view in enumerate(views):
            name = f"{names(x)}.{i}" if len(views) > 1 else names(x)
            found.setdefault(view.buffer, name)
    buffers = enumerate(lowering.buffers)
    others = {"output": "out", "constant": "table", "arena": "room", "input": "in"}
    return [found.get(i, f"{others[b.kind]}{i}") for i, b in buffers]


def _legend(
    nests: Sequence[Nest], lowering: Lowering, tensors: Names, names: Sequence[str]
) -> list[str]:
    """Say what arguments and variables are read."""
    loads = [a for nest in nests for a in (*nest.loads, *nest.late_loads)]
    stores = [a for nest in nests for a in nest.stores]
    read = {a.buffer for a in loads if not isinstance(a, Iota)}
    given = [x for x in tensors.tensors if x.op is None or not x.is_symbolic]
    lines = [
        f"# {tensors(x)} is {origin(x, lowering.graph, tensors)}"
        for x in given
        if any(view.buffer in read for view in lowering.places.views(x))
    ]
    checked = {a.through for a in (*loads, *stores) if a.through}
    checked = {t for t in checked if not t.is_trusted}
    for through in sorted(checked, key=lambda t: t.access.buffer):
        name = names[through.access.buffer]
        lines.append(f"# {name} is checked: indices from 0 to {through.size - 1}")
    return lines
