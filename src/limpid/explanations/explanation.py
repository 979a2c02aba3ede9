"""Explanation: a small graph, shown to people."""

from typing import Any

from limpid.explanations.chain_rule import to_latex
from limpid.explanations.drawing import draw, listing
from limpid.explanations.figures import DIGITS
from limpid.explanations.record import Row, record
from limpid.explanations.svg import to_svg


class Explanation:
    """A graph with its values and gradients, in every form people read.

    `str()` draws it for a terminal, a notebook shows `svg()`; values stand above the
    lines, gradients below, local derivatives where the lines enter the gates.
    """

    def __init__(self, rows: list[Row], digits: int = DIGITS) -> None:
        """Keep the rows; numbers are shown with so many significant digits."""
        self._rows, self._digits = rows, digits

    def rows(self) -> list[Row]:
        """Return the data: a row for each value, inputs before users."""
        return list(self._rows)

    def listing(self) -> str:
        """Return a table of the steps, their values and gradients."""
        return listing(self._rows, self._digits)

    def svg(self) -> str:
        """Return the picture as an SVG element, with its text alternative."""
        return to_svg(self._rows, self._digits)

    def latex(self) -> str:
        """Return forward pass and chain rule as LaTeX (package amsmath)."""
        return to_latex(self._rows, self._digits)

    def _repr_svg_(self) -> str:
        return self.svg()

    def __str__(self) -> str:
        return draw(self._rows, self._digits)

    __repr__ = __str__


def explain(tensor: Any, wrt: Any = None, *, digits: int = DIGITS) -> Explanation:
    """Return the graph that a tensor came from, with values and gradients.

    Args:
        tensor: What was computed; several elements count as their sum.
        wrt: What to differentiate by: a tensor, variable, list of them, or a
            dictionary that also names them; every input by default.
        digits: The significant digits shown.

    Give inputs names: `Tensor(-2.0, name="x")`. Beside named inputs, unnamed numbers
    count as constants.

    Raises:
        GraphError: The tensor's record was released by `backward()`, it is symbolic,
            or the graph is too large to read.

    Example:
        >>> from limpid import Tensor
        >>> x, y = Tensor(-2.0, name="x"), Tensor(5.0, name="y")
        >>> print(explain(x + y))
              -2
        x ────────┐    3
           1 (×1) ├(+)─── f
             5    │    1
        y ────────┘
           1 (×1)
    """
    return Explanation(record(tensor, wrt), digits)
