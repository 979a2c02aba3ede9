import re
from dataclasses import dataclass
from typing import Any

from limpid.explanations.expression import evaluate
from limpid.graph.tensor import Tensor

Point = tuple[float, float]


@dataclass(frozen=True)
class Surface:
    """A height over the plane, given as a formula of x and y.

    Args:
        formula: What `explanations.evaluate` reads.
        start: Where a descent begins unless told otherwise.
        window: What to draw: (left, right, bottom, top).
        minima: Where its lowest points are, as far as known.
        title: One line for people.

    Called with tensors, or arrays for float64, it returns the height as a tensor that
    remembers how it was computed.

    Example:
        >>> Surface("x^2 + 3*y^2")(2, 1).item()
        7.0
    """

    formula: str
    start: Point = (1.0, 1.0)
    window: tuple[float, float, float, float] = (-2.0, 2.0, -2.0, 2.0)
    minima: tuple[Point, ...] = ()
    title: str = ""

    def __call__(self, x: Any, y: Any) -> Tensor:
        """Return the height at x and y."""
        used = set(re.findall(r"\w+", self.formula))
        at = {"x": x, "y": y}
        return evaluate(self.formula, {name: at[name] for name in at.keys() & used})
