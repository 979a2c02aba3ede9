"""The graph in a terminal: values above the lines, gradients below.

Lines join at gates from left to right. What is used twice is drawn once and named;
where it is used again, its line starts at the name.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from limpid.explanations.figures import DIGITS, figure
from limpid.explanations.naming import is_constant
from limpid.explanations.record import Line, Row

# A wider drawing becomes a list; the sigmoid made of gates just fits.
MAX_WIDTH = 144


@dataclass(frozen=True)
class Block:
    """Lines of equal width; the wire leaves on the right of line `wire`."""

    lines: list[str]
    wire: int

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.lines[0])

    def widened(self, width: int) -> "Block":
        """Return the block with its wire drawn on to the right."""
        extra = width - self.width
        fill = [" ", "─"]
        lines = [s + fill[i == self.wire] * extra for i, s in enumerate(self.lines)]
        return Block(lines, self.wire)


def draw(rows: Sequence[Row], digits: int = DIGITS) -> str:
    """Return the drawing, or a list of steps where it would be too wide."""
    for shown in (digits, min(digits, 3)):
        block = _Drawing(rows, shown).whole()
        if block.width <= MAX_WIDTH:
            break
    else:
        return listing(rows, digits)
    text = "\n".join(line.rstrip() for line in block.lines)
    return "\n".join([text.strip("\n"), *_sums(rows, digits)])


class _Drawing:
    """Draws each row the first time it is met, later only its name."""

    def __init__(self, rows: Sequence[Row], digits: int) -> None:
        self.rows, self.digits = rows, digits
        self.drawn: set[int] = set()
        uses = Counter(line.row for row in rows for line in row.inputs)
        self.reused = {row for row, count in uses.items() if count > 1}

    def whole(self) -> Block:
        last = self.rows[-1]
        block = self.subtree(len(self.rows) - 1)
        ended = _with_label(block, self.value(last), self.gradient(last))
        ends = [
            f" {last.name}" if i == ended.wire else "" for i in range(len(ended.lines))
        ]
        width = max(map(len, ends))
        pairs = zip(ended.lines, ends, strict=True)
        return Block([line + end.ljust(width) for line, end in pairs], ended.wire)

    def value(self, row: Row) -> str:
        if isinstance(row.value, tuple):
            return f"{len(row.value)} results"
        return figure(row.value, self.digits)

    def gradient(self, row: Row) -> str:
        return "" if row.gradient is None else figure(row.gradient, self.digits)

    def subtree(self, index: int) -> Block:
        """Return what makes a row, up to where its wire starts."""
        row = self.rows[index]
        if not row.inputs or index in self.drawn:
            blank = " " * (len(row.name) + 1)
            return Block([blank, f"{row.name} ", blank], 1)
        self.drawn.add(index)
        branches = [self.branch(line) for line in row.inputs]
        return _joined(branches, f"({row.symbol})")

    def branch(self, line: Line) -> Block:
        """Return an input's subtree with its wire, labelled on both sides."""
        source = self.rows[line.row]
        if is_constant(line.name):
            return _with_label(self.subtree(line.row), "", "")
        first = source.inputs and line.row not in self.drawn
        name = f"{line.name} = " if first and line.row in self.reused else ""
        block = self.subtree(line.row)
        return _with_label(block, name + self.value(source), self.below(line))

    def below(self, line: Line) -> str:
        """Return the gradient on a line: local derivative times upstream."""
        if line.passed_on is None:
            return ""
        back = figure(line.passed_on, self.digits)
        if line.local is None or line.local.size != 1 or line.passed_on.size != 1:
            return back
        return f"{back} (×{figure(line.local.reshape(()), self.digits)})"


def _with_label(block: Block, above: str, below: str) -> Block:
    """Return the block with a piece of wire, text above it and below it."""
    width = max(len(above), len(below)) + 2
    lines = [line + " " * width for line in block.lines]
    for offset, text in ((-1, above), (0, "─" * width), (1, below)):
        row = block.wire + offset
        filler = "─" if offset == 0 else " "
        lines[row] = block.lines[row] + text.center(width, filler)
    return Block(lines, block.wire)


def _joined(branches: Sequence[Block], gate: str) -> Block:
    """Stack the branches and lead their wires into one gate."""
    width = max(branch.width for branch in branches)
    lines: list[str] = []
    wires: list[int] = []
    for branch in branches:
        wires.append(len(lines) + branch.wire)
        lines += branch.widened(width).lines
    if len(branches) == 1:
        middle, joints = (
            wires[0],
            ["─" if i == wires[0] else " " for i in range(len(lines))],
        )
    else:
        middle = (wires[0] + wires[-1]) // 2
        joints = [_joint(i, wires, middle) for i in range(len(lines))]
    ends = [gate if i == middle else " " * len(gate) for i in range(len(lines))]
    parts = zip(lines, joints, ends, strict=True)
    return Block(["".join(part) for part in parts], middle)


def _joint(line: int, wires: Sequence[int], middle: int) -> str:
    """Return the character that joins wires above each other at this line."""
    if not wires[0] <= line <= wires[-1]:
        return " "
    if line == middle:
        return "┼" if line in wires else "├"
    if line == wires[0]:
        return "┐"
    if line == wires[-1]:
        return "┘"
    return "┤" if line in wires else "│"


def _sums(rows: Sequence[Row], digits: int) -> list[str]:
    """Return a sentence for each value whose gradient is a sum over its uses."""
    notes = []
    for index, row in enumerate(rows):
        parts = [
            line.passed_on
            for user in rows
            for line in user.inputs
            if line.row == index and line.passed_on is not None
        ]
        if len(parts) > 1 and row.gradient is not None:
            terms = " + ".join(figure(part, digits) for part in parts)
            total = figure(row.gradient, digits)
            text = f"{row.name} is used {len(parts)} times: its gradient is "
            notes.append(
                text + (f"{terms} = {total}" if row.gradient.size == 1 else total)
            )
    return ["", *notes] if notes else []


def listing(rows: Sequence[Row], digits: int = DIGITS) -> str:
    """Return the steps forwards and the gradients backwards, as two columns."""
    table = [("", "value", "gradient")]
    for row in rows:
        if is_constant(row.name):
            continue
        made = f"{row.name} = {row.formula}" if row.formula else row.name
        value = f"{len(row.value)} results" if isinstance(row.value, tuple) else ""
        shown = value or figure(np.asarray(row.value), digits)
        slope = "" if row.gradient is None else figure(row.gradient, digits)
        table.append((made, shown, slope))
    widths = [max(len(line[i]) for line in table) for i in range(3)]
    lines = [
        f"{a.ljust(widths[0])}  {b.rjust(widths[1])}  {c.rjust(widths[2])}".rstrip()
        for a, b, c in table
    ]
    return "\n".join(lines + _sums(rows, digits))
