"""The graph as a picture: SVG that fits light and dark pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from limpid.explanations.figures import figure, span
from limpid.explanations.layout import Layout, arrange
from limpid.explanations.naming import is_constant
from limpid.explanations.record import Line, Row, upstream_in
from limpid.explanations.typeset import plain

# Both are equally far from white and from black: contrast 4.6 with either.
GREEN, RED = "#008742", "#e02832"

WIRE = 'stroke="currentColor" stroke-opacity="0.55"'

FONT = 13
SMALL = 11
# A monospaced letter is 0.6 of its size wide.
LETTER = 0.62
MARGIN = 14
CURVE = 46
PORTS = 26
GAP = 22


@dataclass
class _Column:
    """The widths of a column's parts, in pixels, from left to right."""

    port: float = 0.0
    gate: float = 0.0
    label: float = 0.0
    start: float = 0.0


def to_svg(rows: Sequence[Row], digits: int) -> str:
    """Return the picture of the rows as an SVG element."""
    return Picture(rows, digits).svg()


class Picture:
    """Measures the columns, then draws lines, gates and labels.

    Args:
        rows: The graph.
        digits: The significant digits shown.
    """

    def __init__(self, rows: Sequence[Row], digits: int) -> None:
        """Place the gates."""
        self.rows, self.digits = rows, digits
        inputs = [[line.row for line in row.inputs] for row in rows]
        heights = [max(42.0, PORTS * len(own) + 8) for own in inputs]
        self.heights = heights
        self.layout: Layout = arrange(inputs, heights, GAP)
        self.columns = self._measure()

    def _measure(self) -> list[_Column]:
        columns = [_Column() for _ in range(max(self.layout.columns) + 1)]
        for index, row in enumerate(self.rows):
            column = columns[self.layout.columns[index]]
            ports = [_width(self.local(line), SMALL) + 14 for line in row.inputs]
            column.port = max([column.port, *ports])
            column.gate = max(column.gate, self.gate_width(row))
            texts = (self.above(row), self.below(row))
            column.label = max(column.label, *(_width(t, FONT) + 16 for t in texts))
        right = float(MARGIN)
        for column in columns:
            column.start = right
            right += column.port + column.gate + column.label + CURVE
        self.width = right - CURVE + MARGIN + _width(self.rows[-1].name, FONT) + 6
        return columns

    def above(self, row: Row) -> str:
        """Return a value as it stands above its line."""
        if is_constant(row.name):
            return ""
        if isinstance(row.value, tuple):
            return f"{len(row.value)} results"
        value = np.asarray(row.value)
        text = _minus(span(value, self.digits))
        return f"{value.shape} {text}" if value.size > 1 else text

    def below(self, row: Row) -> str:
        """Return a gradient as it stands below its line."""
        return "" if row.gradient is None else _minus(span(row.gradient, self.digits))

    def local(self, line: Line) -> str:
        """Return a local derivative as it stands where a line enters its gate."""
        if line.local is not None and line.local.size == 1:
            return "×" + _minus(figure(line.local.reshape(()), self.digits))
        if line.passed_on is None or not line.rule:
            return ""
        # A rule that holds the upstream gradient g is no factor to it.
        return ("" if upstream_in(line.rule) else "×") + plain(line.rule)

    def gate_width(self, row: Row) -> float:
        """Return the room for a gate's symbol or an input's name."""
        text = row.symbol if row.inputs else row.name
        return max(34.0, _width(text, FONT + 2) + 14)

    def svg(self) -> str:
        """Return the whole picture."""
        height = self.layout.height + 2 * MARGIN
        opening = (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" '
            f'viewBox="0 0 {self.width:.0f} {height:.0f}" width="{self.width:.0f}" '
            f'height="{height:.0f}" style="max-width:100%;height:auto" '
            f'font-family="ui-monospace,Menlo,Consolas,monospace" font-size="{FONT}" '
            'fill="currentColor">'
        )
        parts = [
            opening,
            f"<title>{escape(self.title())}</title>",
            f"<desc>{escape(self.description())}</desc>",
        ]
        for index, row in enumerate(self.rows):
            parts += [self.wire(index, k) for k in range(len(row.inputs))]
        parts += [self.node(index) for index in range(len(self.rows))]
        return "\n".join([*parts, "</svg>"])

    def title(self) -> str:
        """Return what it is of, in a few words."""
        last = self.rows[-1]
        return f"Graph of {last.name} = {last.formula or last.name}"

    def description(self) -> str:
        """Return the picture in words, for those who do not see it."""
        sentences = []
        for row in self.rows:
            if is_constant(row.name):
                continue
            made = f"{row.name} = {row.formula}" if row.formula else row.name
            slope = f", gradient {self.below(row)}" if row.gradient is not None else ""
            sentences.append(f"{made} has value {self.above(row)}{slope}.")
        return " ".join(sentences)

    def left(self, index: int) -> float:
        """Return where a row's gate begins."""
        column = self.columns[self.layout.columns[index]]
        own = self.gate_width(self.rows[index])
        return column.start + column.port + (column.gate - own) / 2

    def center(self, index: int) -> float:
        """Return the height of a row's line."""
        return self.layout.centers[index] + MARGIN

    def port(self, index: int, position: int) -> float:
        """Return at what height an input enters its gate."""
        middle = (len(self.rows[index].inputs) - 1) / 2
        return self.center(index) + (position - middle) * PORTS

    def path(self, user: int, position: int) -> str:
        """Return the way from an input to its gate, as an SVG path's data."""
        line = self.rows[user].inputs[position]
        source = self.columns[self.layout.columns[line.row]]
        x = source.start + source.port + source.gate + source.label
        y = self.center(line.row)
        path = [f"M{x:.1f} {y:.1f}"]
        for column, height in self.layout.bends[user, position].items():
            passed, level = self.columns[column], height + MARGIN
            end = passed.start + passed.port + passed.gate + passed.label
            path.append(_curve(x, y, passed.start, level) + f" H{end:.1f}")
            x, y = end, level
        target, level = (
            self.columns[self.layout.columns[user]],
            self.port(user, position),
        )
        path.append(_curve(x, y, target.start, level) + f" H{self.left(user):.1f}")
        return " ".join(path)

    def wire(self, user: int, position: int) -> str:
        """Return the line from an input to its gate, and the local derivative on it."""
        line = self.rows[user].inputs[position]
        start = self.columns[self.layout.columns[user]].start
        level = self.port(user, position) - 4
        text = _text(start + 4, level, self.local(line), size=SMALL, fill=RED)
        hint, path = escape(self.hint(user, line)), self.path(user, position)
        return (
            f'<g><title>{hint}</title><path d="{path}" fill="none" {WIRE}/>{text}</g>'
        )

    def hint(self, user: int, line: Line) -> str:
        """Return what a line carries, for the pointer resting on it."""
        row = self.rows[user]
        if line.passed_on is None:
            return f"{line.name} into {row.name}"
        rule = f" = {line.rule}" if line.rule else ""
        back = figure(line.passed_on, self.digits)
        return (
            f"∂{row.name}/∂{line.name}{rule}; times upstream {self.below(row)}: {back}"
        )

    def node(self, index: int) -> str:
        """Return a gate or an input's name, with its value and gradient on a line."""
        row, x, y = self.rows[index], self.left(index), self.center(index)
        width, column = self.gate_width(row), self.columns[self.layout.columns[index]]
        start = x + width
        end = column.start + column.port + column.gate + column.label
        middle = column.start + column.port + column.gate + column.label / 2
        shape = self.gate(index, x, y, width) if row.inputs else ""
        word = row.symbol if row.inputs else row.name
        wire = f'<path d="M{start:.1f} {y:.1f} H{end:.1f}" {WIRE}/>'
        parts = [
            f"<g><title>{escape(self.caption(row))}</title>{shape}{wire}",
            _text(x + width / 2, y + 5, word, size=FONT + 2, anchor="middle"),
            _text(middle, y - 6, self.above(row), fill=GREEN, anchor="middle"),
            _text(middle, y + 16, self.below(row), fill=RED, anchor="middle"),
        ]
        if index == len(self.rows) - 1:
            parts.append(_text(end + 6, y + 4, row.name))
        return "".join([*parts, "</g>"])

    def gate(self, index: int, x: float, y: float, width: float) -> str:
        """Return the outline of a gate."""
        height = max(34.0, self.heights[index] - 8)
        return (
            f'<rect x="{x:.1f}" y="{y - height / 2:.1f}" width="{width:.1f}" '
            f'height="{height:.1f}" rx="17" fill="currentColor" fill-opacity="0.07" '
            'stroke="currentColor"/>'
        )

    def caption(self, row: Row) -> str:
        """Return how a row is made."""
        made = f"{row.name} = {row.formula}" if row.formula else row.name
        return made if is_constant(row.name) else f"{made} = {self.above(row)}"


def _width(text: str, size: int) -> float:
    return len(text) * size * LETTER


def _minus(text: str) -> str:
    return text.replace("-", "−")


def _curve(x: float, y: float, end: float, level: float) -> str:
    middle = (x + end) / 2
    return f"C{middle:.1f} {y:.1f} {middle:.1f} {level:.1f} {end:.1f} {level:.1f}"


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: int = FONT,
    fill: str = "currentColor",
    anchor: str = "start",
) -> str:
    if not text:
        return ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )
