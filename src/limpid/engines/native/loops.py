"""Loops: the nests of a program as pseudo-code, in the order they are written in."""

from collections.abc import Sequence
from dataclasses import dataclass

from limpid.engines.native.llvm import Function, Module
from limpid.engines.native.lowering import Fallback, Lowering
from limpid.engines.native.machine import Machine
from limpid.engines.native.nest import Access, Iota, Nest
from limpid.engines.native.text_words import Term, TextWords, element, write
from limpid.engines.native.tiling import UNROLL, Tile, Tiling
from limpid.graph.printing import Names, call, origin, place
from limpid.graph.tensor import Tensor

KEPT_AXES, REDUCED_AXES = "ijklmn", "pqrstuv"
TAKE_IN = {"sum": "total += {}", "prod": "total *= {}"}
FIRST = {"sum": "0", "prod": "1", "max": "-inf", "min": "inf"}
# Where comments begin.
COMMENT_COLUMN = 44


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
        nodes = lowering.units[i].nodes if i < len(lowering.units) else []
        head = [f"# step {i}: {' + '.join(filter(None, map(_name, nodes))) or 'copy'}"]
        head += [f"# from {p}" for p in dict.fromkeys(map(place, nodes)) if p]
        if isinstance(step, Fallback):
            body = [f"{call(step.node, tensors)}   # by NumPy: {step.reason}"]
        else:
            head += _legend(step, lowering, tensors, names)
            body = NestText(step, names, machine).lines()
        texts.append("\n".join([*head, *body]))
    return "\n\n".join(texts)


def _name(x: Tensor) -> str:
    return x.op.name if x.op is not None else ""


def buffer_names(lowering: Lowering, names: Names) -> list[str]:
    """Return what each buffer is called: by the first tensor that lies in it."""
    found: dict[int, str] = {}
    for x in names.tensors:
        for view in lowering.places(x):
            found.setdefault(view.buffer, names(x))
    buffers = enumerate(lowering.buffers)
    others = {"output": "out", "constant": "table", "arena": "room", "input": "in"}
    return [found.get(i, f"{others[b.kind]}{i}") for i, b in buffers]


def _legend(
    nest: Nest, lowering: Lowering, tensors: Names, names: Sequence[str]
) -> list[str]:
    """Say what arguments and variables are read."""
    read = {a.buffer for a in (*nest.loads, *nest.late_loads) if not isinstance(a, Iota)}
    given = [x for x in tensors.tensors if x.op is None or not x.is_symbolic]
    return [
        f"# {tensors(x)} is {origin(x, lowering.graph, tensors)}"
        for x in given
        if any(view.buffer in read for view in lowering.places(x))
    ]


@dataclass(frozen=True)
class Line:
    """A loop's head, and what is said about it."""

    text: str
    comment: str = ""


class NestText:
    """Writes one nest."""

    def __init__(self, nest: Nest, names: Sequence[str], machine: Machine) -> None:
        """Cut the nest as it is cut for the machine."""
        self.names, self.nest = names, nest.simplified()
        self.tiling = Tiling(Function(Module(machine), "text"), {}, self.nest)
        kept = self.nest.kept
        self.axes = [*_letters(KEPT_AXES, kept)]
        self.axes += _letters(REDUCED_AXES, len(self.nest.sizes) - kept)

    def lines(self) -> list[str]:
        """Return the loops and what is done in them, one inside the other."""
        depth, result = 0, []
        for line in [*map(self._loop, self._order())]:
            result.append(_with_comment("  " * depth + line.text, line.comment))
            depth += 1
        return result + ["  " * depth + text for text in self._inside()]

    # Loops over the kept axes

    def _order(self) -> list[int]:
        """Return the kept axes, the outermost loop first."""
        special = [self.tiling.lane_axis, self.tiling.row_axis]
        if self.tiling.is_across:
            special = []
        inner = [axis for axis in special if axis is not None]
        return [i for i in range(self.nest.kept) if i not in inner] + inner

    def _loop(self, axis: int) -> Line:
        remarks = []
        if axis == self.tiling.shared_axis:
            remarks.append("shared by the threads")
        if not self.tiling.is_across:
            remarks += self._cuts(axis)
        head = f"for {self.axes[axis]} in range({self.nest.sizes[axis]}):"
        return Line(head, "; ".join(remarks))

    def _cuts(self, axis: int) -> list[str]:
        """Say how an axis is cut into vectors or rows."""
        if axis == self.tiling.lane_axis:
            blocks = self.tiling.blocks(axis)
            return ["lanes: " + " + ".join(_vectors(n, tile) for _, n, tile in blocks)]
        if axis == self.tiling.row_axis:
            lanes = self.tiling.lane_axis
            columns = 1 if lanes is None else self.tiling.blocks(lanes)[0][2].columns
            cuts = self.tiling.row_cuts(columns)
            return ["rows: " + " + ".join(f"{n} tiles of {rows}" for _, n, rows in cuts)]
        return []

    # What is done inside

    def _inside(self) -> list[str]:
        nest, words = self.nest, TextWords()
        results = nest.body(words, [self._element(a) for a in nest.loads])
        if nest.reduction is None:
            return self._stores(results)
        total: Term = element("total", nest.accumulator)
        values: Sequence[Term] = [total]
        if nest.finish is not None:
            late = [self._element(a) for a in nest.late_loads]
            values = nest.finish(words, [total, *late])
        return [*self._reduction(words.cast(results[0], nest.accumulator)), *self._stores(values)]

    def _reduction(self, taken: Term) -> list[str]:
        nest = self.nest
        kind = str(nest.reduction)
        lines = [f"total = {nest.accumulator}({FIRST[kind]})"]
        depth = 0
        for axis in range(nest.kept, len(nest.sizes)):
            head = f"for {self.axes[axis]} in range({nest.sizes[axis]}):"
            last = axis == len(nest.sizes) - 1
            remark = self._last_remark() if last else ""
            lines.append(_with_comment("  " * depth + head, remark))
            depth += 1
        names, [text] = write([taken])
        form = TAKE_IN.get(kind, f"total = {kind}imum(total, {{}})")
        return lines + ["  " * depth + t for t in [*names, form.format(text)]]

    def _last_remark(self) -> str:
        if self.tiling.is_across:
            return f"lanes: vectors of {self.tiling.width}, summed at the end"
        size = self.nest.sizes[-1]
        return f"{UNROLL} rounds written out" if size >= UNROLL else ""

    def _stores(self, values: Sequence[Term]) -> list[str]:
        lines, texts = write(values)
        pairs = zip(self.nest.stores, texts, strict=True)
        return [*lines, *(f"{self._place(a)} = {text}" for a, text in pairs)]

    # Elements in memory

    def _element(self, access: Access) -> Term:
        if isinstance(access, Iota):
            return element(self._position(access), access.dtype)
        return element(self._place(access), access.dtype)

    def _place(self, access: Access) -> str:
        return f"{self.names[access.buffer]}[{self._position(access)}]"

    def _position(self, access: Access) -> str:
        """Return the index of an element, in the nest's axes."""
        steps = zip(access.strides, self.axes, strict=True)
        parts = [_times(stride, axis) for stride, axis in steps if stride]
        if access.through is not None:
            inner = self._place(access.through.access)
            parts.insert(0, _times(access.through.stride, inner))
        if access.offset or not parts:
            parts.append(str(access.offset))
        return " + ".join(parts).replace("+ -", "- ")


def _times(stride: int, name: str) -> str:
    return {1: name, -1: f"-{name}"}.get(stride, f"{stride}*{name}")


def _letters(alphabet: str, count: int) -> list[str]:
    more = (f"{alphabet[0]}{i}" for i in range(count - len(alphabet)))
    return [*alphabet[:count], *more]


def _vectors(count: int, tile: Tile) -> str:
    vector = f"{tile.lanes} lanes" if tile.lanes > 1 else "1"
    if tile.tail is not None:
        return f"{tile.tail} of {vector}"
    side = f"{tile.columns} vectors of " if tile.columns > 1 else ""
    return f"{count} × {side}{vector}"


def _with_comment(text: str, comment: str) -> str:
    return f"{text:<{COMMENT_COLUMN}}# {comment}" if comment else text
