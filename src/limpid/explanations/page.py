"""Pages of text and formulas, rendered as text, Markdown or LaTeX."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any, Protocol, Self

import numpy as np

from limpid.errors import ConfigError, nearest
from limpid.explanations.explanation import Explanation
from limpid.explanations.figures import DIGITS, number
from limpid.explanations.typeset import latex, plain
from limpid.graph.op import Array

FORMATS = ("text", "markdown", "latex")


class Page(str):
    """A page; it shows itself as it reads, in a terminal and in a notebook."""

    __slots__ = ("_format",)

    _format: str

    def __new__(cls, text: str, format: str) -> Self:
        """Keep the text and the format it is in."""
        page = super().__new__(cls, text)
        page._format = format
        return page

    def __repr__(self) -> str:
        """Show the text itself."""
        return str(self)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        kinds = {
            "text": "text/plain",
            "markdown": "text/markdown",
            "latex": "text/latex",
        }
        return {"text/plain": str(self), kinds[self._format]: str(self)}


class Block(Protocol):
    """A part of a page."""

    def text(self) -> str:
        """Return it for a terminal."""

    def latex(self) -> str:
        """Return it as LaTeX."""

    def markdown(self) -> str:
        """Return it as Markdown with LaTeX between dollar signs."""


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3."""

    words: str
    level: int = 2

    def text(self) -> str:
        """Return the words, underlined if they head a page."""
        return (
            f"{self.words}\n{'=' * len(self.words)}" if self.level == 1 else self.words
        )

    def markdown(self) -> str:
        """Return the words after hashes."""
        return f"{'#' * self.level} {self.words}"

    def latex(self) -> str:
        """Return a section without a number."""
        command = ("section", "subsection", "subsubsection")[self.level - 1]
        return rf"\{command}*{{{escaped(self.words)}}}"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of prose."""

    words: str

    def text(self) -> str:
        """Return the words in lines of a terminal's width."""
        return fill(self.words, 88)

    def markdown(self) -> str:
        """Return the words."""
        return self.words

    def latex(self) -> str:
        """Return the words, special characters escaped."""
        return escaped(self.words)


@dataclass(frozen=True)
class Equations:
    """Lines of equal terms, each term a formula in Python's notation.

    Several lines are aligned at their first equals sign.
    """

    lines: Sequence[Sequence[str]]

    def text(self) -> str:
        """Return the lines, indented and aligned."""
        rows = [[plain(term) for term in line] for line in self.lines]
        width = max(len(row[0]) for row in rows)
        return "\n".join("  " + " = ".join([r[0].ljust(width), *_new(r)]) for r in rows)

    def latex(self) -> str:
        """Return an aligned display."""
        rows = [[latex(term) for term in line] for line in self.lines]
        body = " \\\\\n".join(f"  {r[0]} &= {' = '.join(_new(r))}" for r in rows)
        return f"\\begin{{align*}}\n{body}\n\\end{{align*}}"

    def markdown(self) -> str:
        """Return a display between dollar signs."""
        return f"$$\n{self.latex().replace('align*', 'aligned')}\n$$"


@dataclass(frozen=True)
class Matrix:
    """A formula, its steps and the matrix it gives."""

    terms: Sequence[str]
    value: Array
    digits: int = DIGITS

    def text(self) -> str:
        """Return the formula before the rows of the matrix."""
        start = "  " + " = ".join(plain(term) for term in self.terms) + " = "
        rows = [
            [number(v, self.digits) for v in row] for row in np.atleast_2d(self.value)
        ]
        width = max((len(v) for row in rows for v in row), default=0)
        lines = [f"[{'  '.join(v.rjust(width) for v in row)}]" for row in rows]
        return "\n".join(
            (start if i == 0 else " " * len(start)) + line
            for i, line in enumerate(lines)
        )

    def latex(self) -> str:
        """Return a display with a matrix."""
        return f"\\[\n{self.body()}\n\\]"

    def markdown(self) -> str:
        """Return a display between dollar signs."""
        return f"$$\n{self.body()}\n$$"

    def body(self) -> str:
        """Return the formula and the matrix as LaTeX mathematics."""
        rows = [
            [latex(number(v, self.digits)) for v in r]
            for r in np.atleast_2d(self.value)
        ]
        inside = r" \\ ".join(" & ".join(row) for row in rows)
        terms = " = ".join(latex(term) for term in self.terms)
        return rf"{terms} = \begin{{bmatrix}} {inside} \end{{bmatrix}}"


@dataclass(frozen=True)
class Table:
    """Rows of words under a header."""

    header: Sequence[str]
    rows: Sequence[Sequence[str]]

    def text(self) -> str:
        """Return aligned columns."""
        lines = [self.header, *self.rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join(
            "  " + "  ".join(map(str.ljust, line, widths)).rstrip() for line in lines
        )

    def markdown(self) -> str:
        """Return a pipe table."""
        lines = [self.header, ["---"] * len(self.header), *self.rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def latex(self) -> str:
        """Return a tabular."""
        lines = [" & ".join(map(escaped, line)) + r" \\" for line in self.rows]
        head = " & ".join(map(escaped, self.header)) + r" \\ \hline"
        columns = "l" * len(self.header)
        body = "\n".join([head, *lines])
        return f"\\begin{{tabular}}{{{columns}}}\n{body}\n\\end{{tabular}}"


@dataclass(frozen=True)
class Graph:
    """An explained expression: drawn in a terminal, else as the chain rule."""

    explanation: Explanation

    def text(self) -> str:
        """Return the drawing."""
        return str(self.explanation)

    def latex(self) -> str:
        """Return forward pass and chain rule."""
        return self.explanation.latex()

    def markdown(self) -> str:
        """Return forward pass and chain rule between dollar signs."""
        parts = self.latex().replace("align*", "aligned").split("\\begin")[1:]
        return "\n\n".join(f"$$\n\\begin{part.strip()}\n$$" for part in parts)


def render(blocks: Sequence[Block], format: str) -> Page:
    """Return a page in a format.

    Raises:
        ConfigError: The format is unknown.
    """
    check_choice("format", format, FORMATS)
    parts = [getattr(block, format)() for block in blocks]
    return Page("\n\n".join(parts) + "\n", format)


def check_choice(what: str, value: str, known: Sequence[str]) -> None:
    """Raise ConfigError unless the value is one of the known ones."""
    if value not in known:
        raise ConfigError(f"Unknown {what} {value!r}; {nearest(value, known)}")


_ESCAPES: Mapping[int, str] = str.maketrans(
    {c: "\\" + c for c in "#$%&_{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
    | {"δ": r"$\delta$", "η": r"$\eta$", "Δ": r"$\Delta$", "×": r"$\times$"}
    | {"−": "$-$", "∂": r"$\partial$", "…": r"\dots{}"}
)


def escaped(words: str) -> str:
    """Return prose with LaTeX's special characters escaped."""
    return words.translate(_ESCAPES)


def _new(terms: Sequence[str]) -> list[str]:
    """Return all but the first term, without saying the same twice in a row."""
    kept: list[str] = []
    for term in terms[1:]:
        if not kept or term != kept[-1]:
            kept.append(term)
    return kept
