"""The functions that the activation explorer knows, and what they do at a point."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid import activations
from limpid.errors import ConfigError
from limpid.explanations import curve, evaluate
from limpid.explanations.curve import SATURATED
from limpid.explanations.expression import CONSTANTS, FUNCTIONS
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.ops.where import where
from limpid.studio.screens._activation_explorer_state import NAMES, Reading

Array = NDArray[Any]
Function = Callable[[Any], Any]

# What the library calls flat is measured against the steepest slope here.
STEEP = np.linspace(-8, 8, 161)
REACH = 10.0
NUM_POINTS = 401


def function_of(settings: Any, name: str | None = None) -> Any:
    """Return the chosen activation, or the one of this name: a name or a function."""
    name = name or settings.activation
    if name == "own":
        return own(settings.formula)
    if name == "step":
        return step
    if name == "leaky_relu":
        slope = settings.leaky_slope
        return lambda x: activations.leaky_relu(x, slope)
    return name


@lru_cache(8)
def own(formula: str) -> Function:
    """Return a formula of x as a function.

    Raises:
        ConfigError: It is no formula of x.
    """
    check_names(formula, ("x",))
    return lambda x: (
        evaluate(formula, {"x": x} if "x" in words(formula) else {}) + 0 * x
    )


def check_names(formula: str, allowed: tuple[str, ...]) -> None:
    """Refuse a formula of other quantities than these.

    Raises:
        ConfigError: It names one.
    """
    for word in words(formula):
        if word not in {*allowed, *FUNCTIONS, *CONSTANTS}:
            raise ConfigError(
                f"{formula!r} holds {word!r}; expected a formula of "
                f"{' and '.join(allowed)}, such as tanh({allowed[0]})."
            )


def words(formula: str) -> list[str]:
    """Return the names in a formula."""
    return re.findall(r"[A-Za-z_]\w*", re.sub(r"\d+\.?\d*[eE][+-]?\d+", "", formula))


def step(x: Any) -> Any:
    """Return 1 from 0 on and -1 below; flat, so nothing can be learned through it."""
    return where(x >= 0, 1.0, -1.0) + 0 * x


def drawn(settings: Any) -> Any:
    """Return the chosen curve over the window.

    Raises:
        ConfigError: An own formula gives no finite number anywhere.
    """
    with np.errstate(all="ignore"):
        found = curve(function_of(settings), np.linspace(-REACH, REACH, NUM_POINTS))
    if not np.isfinite(found.values).any():
        raise ConfigError(f"{settings.formula!r} is nowhere a finite number.")
    return found


def readings(settings: Any) -> list[Reading]:
    """Return every function's value and slope at the state's x."""
    own_too = ["own"] if settings.activation == "own" else []
    return [reading(settings, name) for name in [*NAMES, *own_too]]


def reading(settings: Any, name: str) -> Reading:
    """Return one function's value and slope at the state's x."""
    function = function_of(settings, name)
    value, slope = at(function, settings.x)
    steepest = _steepest(name, settings.leaky_slope, settings.formula)
    return Reading(name, value, slope, abs(slope) < SATURATED * steepest)


def at(function: Any, x: float) -> tuple[float, float]:
    """Return an activation's value and slope at a point, in float64."""
    from limpid.activations._activate import activate

    place = Tensor(np.float64(x))
    with np.errstate(all="ignore"):
        value = activate(place, function)
        (slope,) = gradients(value, [place])
    return value.item(), slope.item()


@lru_cache(128)
def _steepest(name: str, leaky_slope: float, formula: str) -> float:
    settings = _Named(name, leaky_slope, formula)
    with np.errstate(all="ignore"):
        return float(np.nanmax(np.abs(curve(function_of(settings), STEEP).slopes)))


class _Named:
    def __init__(self, activation: str, leaky_slope: float, formula: str) -> None:
        self.activation, self.leaky_slope, self.formula = (
            activation,
            leaky_slope,
            formula,
        )
