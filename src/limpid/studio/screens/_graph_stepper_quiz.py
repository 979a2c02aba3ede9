"""Marks of the graph stepper's quiz, with the mistakes that are often made."""

from collections.abc import Iterator

import numpy as np

from limpid.errors import ConfigError
from limpid.explanations.record import Line, Row
from limpid.explanations.typeset import plain
from limpid.studio.screens._graph_stepper_graph import Graph
from limpid.studio.screens._marking import Mark, Slip, mark


def mark_cell(graph: Graph, cell: str, text: str) -> Mark:
    """Return the mark of a cell: 'value/3' or 'gradient/0'.

    Raises:
        ConfigError: There is no such cell.
    """
    kind, _, place = cell.partition("/")
    known = place.isdecimal() and int(place) < len(graph.rows)
    row = graph.rows[int(place)] if known else None
    if row is not None and kind == "value":
        slips = list(_value_slips(graph, row))
        return mark(text, row.value, plain(row.formula or row.name), slips)
    if row is not None and kind == "gradient" and row.gradient is not None:
        index = int(place)
        slips = list(_gradient_slips(graph, index))
        return mark(text, row.gradient, _rule(graph, index), slips)
    raise ConfigError(f"There is no cell {cell!r} to mark.")


def _value_slips(graph: Graph, row: Row) -> Iterator[Slip]:
    inputs = [np.asarray(graph.rows[line.row].value) for line in row.inputs]
    for line, value in zip(row.inputs, inputs, strict=True):
        if value.shape == np.shape(row.value):
            yield Slip(value, f"That is {line.name} itself, before the gate.")
    if len(inputs) == 2 and not any(value.ndim for value in inputs):
        a, b = inputs
        for word, value in (
            ("sum", a + b), ("difference", a - b), ("product", a * b),
            ("larger", max(a, b)), ("smaller", min(a, b)),
        ):  # fmt: skip
            sentence = f"That is the {word}; this gate is {row.symbol}."
            yield Slip(value, sentence)


def _rule(graph: Graph, index: int) -> str:
    uses = graph.uses(index)
    output = graph.rows[-1].name
    if not uses:
        return f"∂{output}/∂{output}, which is 1"
    parts = []
    for user, position in uses:
        row = graph.rows[user]
        rule = row.inputs[position].rule
        local = f"({plain(rule)})" if rule else "the local derivative"
        parts.append(f"∂{output}/∂{row.name} · {local}")
    return " + ".join(parts)


def _gradient_slips(graph: Graph, index: int) -> Iterator[Slip]:
    uses = [(graph.rows[u], graph.rows[u].inputs[p]) for u, p in graph.uses(index)]
    if len(uses) > 1:
        for row, line in uses:
            if line.passed_on is not None:
                yield Slip(
                    line.passed_on,
                    f"That is the part through {row.name} alone; the value is used "
                    f"{len(uses)} times, and the parts add.",
                )
        return
    for row, line in uses:
        yield from _use_slips(graph, index, row, line)


def _use_slips(graph: Graph, index: int, row: Row, line: Line) -> Iterator[Slip]:
    if line.local is not None and row.gradient is not None:
        yield Slip(
            line.local,
            f"That is the local derivative; multiply it by the upstream gradient of "
            f"{row.name}.",
        )
        own = np.asarray(graph.rows[index].value)
        if row.op == "multiply" and own.shape == row.gradient.shape:
            yield Slip(
                row.gradient * own,
                "A multiply gate swaps: use the value of the other input, not of "
                f"{line.name} itself.",
            )
        with np.errstate(divide="ignore", invalid="ignore"):
            yield Slip(
                row.gradient / line.local,
                "You divided by the local derivative; multiply by it.",
            )
    if row.gradient is not None:
        yield Slip(
            row.gradient,
            f"That is the upstream gradient, of {row.name}; multiply it by the local "
            "derivative.",
        )
