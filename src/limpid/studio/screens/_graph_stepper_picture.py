"""The graph as nodes and lines with places, for the page to draw."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.explanations.figures import figure, number
from limpid.explanations.naming import is_constant
from limpid.explanations.record import Line, Row, upstream_in
from limpid.explanations.svg import MARGIN, Picture
from limpid.explanations.typeset import plain
from limpid.studio.screens._graph_stepper_graph import Graph
from limpid.studio.screens._graph_stepper_state import Edge, Node
from limpid.studio.screens._graph_stepper_walk import Walk

Array = NDArray[Any]

DIGITS = 4
# A vector of so many numbers is written out.
SHORT = 3
# A gate is as high as its ports need, less the gap to its neighbors.
GATE_GAP, LEAST_GATE = 8.0, 34.0


class _Short(Picture):
    """The picture with little text: what is long stands in the panel beside it."""

    def above(self, row: Row) -> str:
        """Return a value, or an array's shape and extent."""
        return "" if is_constant(row.name) else _text(np.asarray(row.value))

    def below(self, row: Row) -> str:
        """Return a gradient, or an array's extent."""
        return _text(row.gradient)

    def local(self, line: Line) -> str:
        """Return a local derivative that is one number."""
        single = line.local is not None and line.local.size == 1
        return super().local(line) if single else ""


class Drawing:
    """A graph with places for everything; made once, drawn at each step."""

    def __init__(self, graph: Graph) -> None:
        """Place the gates."""
        self.graph, self.plan = graph, _Short(graph.rows, DIGITS)
        self.width = self.plan.width
        self.height = self.plan.layout.height + 2 * MARGIN

    def nodes(self, walk: Walk) -> list[Node]:
        """Return all nodes as they are at a moment of the walk."""
        return [self.node(index, walk) for index in range(len(self.graph.rows))]

    def node(self, index: int, walk: Walk) -> Node:
        """Return a node as it is at a moment of the walk."""
        row, plan, graph = self.graph.rows[index], self.plan, self.graph
        column = plan.columns[plan.layout.columns[index]]
        label = column.start + column.port + column.gate
        arrived = walk.arrived(index)
        return Node(
            name=row.name,
            kind=self.kind(index),
            symbol=row.symbol or row.name,
            formula=plain(row.formula) if row.formula else "",
            numbers=self.in_numbers(row.formula, row),
            role=row.role.name,
            sentence=row.role.sentence,
            x=plan.left(index),
            y=plan.center(index),
            width=plan.gate_width(row),
            height=max(LEAST_GATE, plan.heights[index] - GATE_GAP),
            end=label + column.label,
            middle=label + column.label / 2,
            above=plan.above(row),
            below=_text(self.so_far(index, walk)),
            value=np.asarray(row.value, np.float64),
            gradient=row.gradient,
            check=graph.checks[index],
            is_computed=walk.is_computed(index),
            is_reached=walk.is_reached(index),
            arrived=len(arrived),
            expected=len(graph.uses(index)),
            edges=[self.edge(index, p, walk) for p in range(len(row.inputs))],
        )

    def kind(self, index: int) -> str:
        """Return 'gate', 'constant' or 'leaf'; an input not to be set is constant."""
        row = self.graph.rows[index]
        if row.inputs:
            return "gate"
        return "leaf" if row.name in self.graph.values else "constant"

    def so_far(self, index: int, walk: Walk) -> Array | None:
        """Return the part of a row's gradient that has arrived."""
        rows = self.graph.rows
        if index == len(rows) - 1:
            return rows[index].gradient if walk.is_seeded else None
        parts = [rows[u].inputs[p].passed_on for u, p in walk.arrived(index)]
        return np.asarray(sum(parts)) if parts else None

    def edge(self, user: int, position: int, walk: Walk) -> Edge:
        """Return a line into a gate."""
        row, plan = self.graph.rows[user], self.plan
        line = row.inputs[position]
        return Edge(
            source=line.row,
            path=plan.path(user, position),
            x=plan.columns[plan.layout.columns[user]].start + 4,
            y=plan.port(user, position) - 4,
            label=plan.local(line),
            rule=plain(line.rule) if line.rule else "",
            numbers=self.in_numbers(line.rule, row) if self.is_factor(line) else "",
            is_factor=self.is_factor(line),
            local=line.local,
            passed_on=line.passed_on,
            is_passed=user in walk.passed,
        )

    def is_factor(self, line: Line) -> bool:
        """Tell whether a line's rule is a factor of the upstream gradient."""
        return bool(line.rule) and not upstream_in(line.rule)

    def in_numbers(self, formula: str, row: Row) -> str:
        """Return a formula with numbers; '' where one is an array."""
        rows = self.graph.rows
        values = {line.name: np.asarray(rows[line.row].value) for line in row.inputs}
        values[row.name] = np.asarray(row.value)
        if not formula or any(value.ndim for value in values.values()):
            return ""
        known = {
            name: number(value, DIGITS)
            for name, value in values.items()
            if name.isidentifier()
        }
        return plain(formula, known).replace("-", "−")


def _text(value: Array | None) -> str:
    """Return a number, a short vector, or an array's shape and extent."""
    if value is None:
        return ""
    if value.size == 1:
        text = number(value.reshape(()), DIGITS)
    elif value.ndim == 1 and value.size <= SHORT:
        text = figure(value, 2)
    elif value.shape[1:] == (1,) and len(value) <= SHORT:
        text = f"{figure(value.ravel(), 2)}ᵀ"
    else:
        shape = "×".join(map(str, value.shape))
        text = f"{shape}: {number(value.min(), 2)} … {number(value.max(), 2)}"
    return text.replace("-", "−")
