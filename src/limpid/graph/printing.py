"""Printing: a graph as text, one line for each tensor."""

from collections.abc import Iterable, Sequence
from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from limpid.graph.op import Op
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph
from limpid.graph.tree import leaves

_PACKAGE = Path(__file__).parent.parent
# Settings that change nothing are left out.
_IDLE = {"strides": 1, "dilation": 1, "padding": 0, "groups": 1}
# Wider first columns are not waited for by the lines around them.
WIDEST = 60


class Names:
    """What a graph's tensors are called: %0, %1, …; constants of one number as such."""

    def __init__(self, graph: Graph) -> None:
        """Number the inputs, then all other tensors in order."""
        everything = {id(x): x for x in (*graph.inputs, *graph.nodes)}
        self.tensors = [x for x in everything.values() if not is_number(x)]
        self._numbers = {id(x): i for i, x in enumerate(self.tensors)}

    def __call__(self, x: Tensor) -> str:
        """Return a tensor's name."""
        return number(x.value) if is_number(x) else f"%{self._numbers[id(x)]}"


def print_graph(graph: Graph) -> str:
    """Return a graph as text: each tensor's name, origin, shape, type, layer and line.

    Example:
        >>> from limpid import Tensor, trace
        >>> graph = trace(lambda x: 2 * x, Tensor([1.0, 3.0]))
        >>> for line in print_graph(graph).splitlines():
        ...     print(line.partition("#")[0].rstrip())
        %0 = argument 0          (2,) float32
        %1 = multiply(2.0, %0)   (2,) float32
        return %1
    """
    names = Names(graph)
    rows = []
    for x in names.tensors:
        rows.append((f"{names(x)} = {origin(x, graph, names)}", kind(x), place(x)))
        rows += _inner_graphs(x)
    rows.append((f"return {', '.join(map(names, graph.outputs))}", "", ""))
    return "\n".join(columns(rows))


def origin(x: Tensor, graph: Graph, names: Names) -> str:
    """Return what a tensor is: an operation on others, an argument, a variable."""
    if not x.is_symbolic:
        return f"constant {summary(x.value)}"
    if x.op is not None:
        return call(x, names)
    place = next(i for i, y in enumerate(graph.inputs) if y is x)
    arguments = len(graph.inputs) - len(graph.variables)
    if place < arguments:
        return f"argument {place}" + (f" {x.name}" if x.name else "")
    return f"variable {'/'.join((*x.scope, str(x.name)))}"


def call(x: Tensor, names: Names) -> str:
    """Return a tensor's operation as it would be called."""
    if x.op is None:
        return names(x)
    arguments = [*map(names, x.inputs), *settings(x.op)]
    return f"{x.op.name}({', '.join(arguments)})"


def settings(op: Op) -> list[str]:
    """Return an operation's settings that differ from their defaults, as name=value."""
    values = {f.name: (getattr(op, f.name), f.default) for f in fields(op)}
    return [
        f"{name}={setting(value)}"
        for name, (value, default) in values.items()
        if not isinstance(value, Graph)
        and (default is MISSING or value != default)
        and not _is_idle(name, value)
    ]


def _is_idle(name: str, value: Any) -> bool:
    """Tell whether a setting changes nothing."""
    parts = leaves(value)
    if name not in _IDLE:
        return bool(parts) and all(part is None for part in parts)
    return bool(parts) and all(part == _IDLE[name] for part in parts)


def setting(value: Any) -> str:
    """Return a setting's value as text; slices as in brackets."""
    if isinstance(value, tuple):
        inner = ", ".join(map(setting, value))
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, slice):
        ends = ["" if end is None else str(end) for end in (value.start, value.stop)]
        return ":".join(ends if value.step in {None, 1} else [*ends, str(value.step)])
    return str(value) if isinstance(value, np.dtype) else repr(value)


def _inner_graphs(x: Tensor) -> list[tuple[str, str, str]]:
    """Return the lines of graphs inside an operation, such as a scan's step."""
    values = [getattr(x.op, f.name) for f in fields(x.op)] if x.op is not None else []
    graphs = [print_graph(v) for v in values if isinstance(v, Graph)]
    return [("    " + line, "", "") for text in graphs for line in text.splitlines()]


def kind(x: Tensor) -> str:
    """Return a tensor's shape and type; several for an operation of several results."""
    if isinstance(x.dtype, tuple):
        parts = zip(x.shape, x.dtype, strict=True)
        return ", ".join(f"{shape} {dtype}" for shape, dtype in parts)
    return f"{x.shape} {x.dtype}"


def place(x: Tensor) -> str:
    """Return where a tensor came from: its layer and source line."""
    line = source_line(x.source)
    return ", ".join(filter(None, ("/".join(x.scope), line)))


def source_line(source: tuple[str, int] | None) -> str:
    """Return a source line as file:line, limpid's own files by their short names."""
    if source is None:
        return ""
    return f"{_short(source[0])}:{source[1]}"


@cache
def _short(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(_PACKAGE):
        path = path.relative_to(_PACKAGE.parent)
    return path.as_posix()


def is_number(x: Tensor) -> bool:
    """Tell whether a tensor is a constant of one element."""
    return not x.is_symbolic and x.size == 1


def number(array: Any) -> str:
    """Return an array's only number, as short as its type can tell it from others."""
    return str(np.reshape(array, ())[()])


def summary(array: Any) -> str:
    """Return what an array holds, in a few words."""
    if array.size and (array == array.flat[0]).all():
        return f"{number(array.flat[0])} everywhere"
    shown = ", ".join(map(number, array.flat[:3]))
    return f"[{shown}{', …' if array.size > 3 else ''}]"


def columns(rows: Sequence[tuple[str, str, str]]) -> Iterable[str]:
    """Yield lines with the second column aligned, the third as a comment."""
    width = max((len(a) for a, b, _ in rows if b and len(a) <= WIDEST), default=0)
    for first, second, third in rows:
        line = f"{first:<{width}}   {second}"
        yield (f"{line}   # {third}" if third else line).rstrip()
