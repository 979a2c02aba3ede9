"""Where the activation explorer's numbers come from."""

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.activations._activate import activate
from limpid.errors import ConfigError
from limpid.explanations import explain
from limpid.explanations.figures import figure
from limpid.graph.tensor import Tensor
from limpid.studio.screen import Derivation, Line
from limpid.studio.screens._activation_explorer_functions import at, function_of
from limpid.studio.units import Units

Array = NDArray[Any]

# The best step of a central difference in float64: truncation meets rounding.
STEP = 1e-6
DIGITS = 6


def value(settings: Any) -> Derivation:
    """Return how f(x) is computed, gate by gate."""
    with np.errstate(all="ignore"):
        found = activate(Tensor(np.float64(settings.x)), function_of(settings))
        rows = explain(found).rows()
    lines = gates(rows)
    note = "Gate by gate, as limpid computes it; x1, x2 … are x and constants."
    return Derivation(f"{settings.activation}({settings.x:g})", lines, note=note)


def slope(settings: Any) -> Derivation:
    """Return f'(x) by backpropagation, and as a difference quotient."""
    x, function = settings.x, function_of(settings)
    step = STEP * max(1.0, abs(x))
    above, below = (at(function, x + sign * step)[0] for sign in (1, -1))
    quotient = (above - below) / (2 * step)
    text = f"({above:.12g} − {below:.12g}) / {2 * step:g}"
    line = Line("f′ ≈", "(f(x + h) − f(x − h)) / 2h", text, quotient)
    note = "E is f here. At a kink the quotient is the mean of the slopes beside it."
    title = f"Slope of {settings.activation} at {x:g}"
    return Derivation(title, (line,), at(function, x)[1], quotient, note)


def norm(units: Units, index: int, data: tuple[Array, Array]) -> Derivation:
    """Return how long the gradient of a layer's weights is.

    Raises:
        ConfigError: There is no such layer.
    """
    if index >= len(units.layers):
        raise ConfigError(f"The stack has no layer {index + 1}.")
    kernel, _ = units.gradients(*data)[index]
    total = float(np.sum(kernel.astype(np.float64) ** 2))
    squares = Line("Σ g²", f"of {kernel.size:,} weights' gradients", "", total)
    text = f"√{total:.6g}"
    length = Line("‖∂E/∂W‖", "√Σ g²", text, float(np.sqrt(total)))
    return Derivation(f"Gradient of layer {index + 1}'s weights", (squares, length))


def gates(rows: list[Any]) -> tuple[Line, ...]:
    """Return a graph's rows, as `explain` gives them, as lines of a derivation."""
    return tuple(
        Line(row.name, row.formula or row.name, _with_numbers(row, rows), _float(row))
        for row in rows
    )


def _with_numbers(row: Any, rows: list[Any]) -> str:
    values = {line.name: rows[line.row].value for line in row.inputs}
    if not values:
        return ""
    names = "|".join(sorted(map(re.escape, values), key=len, reverse=True))
    return re.sub(rf"\b(?:{names})\b", lambda m: _shown(values[m.group()]), row.formula)


def _shown(value: Any) -> str:
    text = figure(np.asarray(value), DIGITS)
    return f"({text})" if text.startswith("-") else text


def _float(row: Any) -> float:
    return float(np.asarray(row.value))
