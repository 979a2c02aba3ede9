"""Where the numbers of a race come from."""

import re
from typing import Any, Final

import numpy as np

from limpid.errors import ConfigError
from limpid.explanations import explain
from limpid.graph.tensor import Tensor
from limpid.studio.derivations import shown
from limpid.studio.screen import Derivation, Line
from limpid.studio.screens._activation_explorer_derivations import gates
from limpid.surfaces import Surface, Trajectory

STEP = 1e-6
DIGITS = 6

# One step as the optimizers' sources have it; g is the gradient, t the step's number.
FORMULAS: Final = {
    "sgd": "x − η·g",
    "momentum": "x + v, with v ← β·v − η·g",
    "nesterov": "x + β·v − η·g, with v ← β·v − η·g",
    "adagrad": "x − η·g / √(G + ε), with G ← G + g²",
    "adadelta": "x − η·g·√(D + ε) / √(G + ε), with G and D running means of g² and Δx²",
    "rmsprop": "x − η·g / √(v + ε), with v ← ρ·v + (1 − ρ)·g²",
    "adam": "x − η·m̂ / (√v̂ + ε), with m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g²",
    "adamax": "x − η·m̂ / (u + ε), with u ← max(β₂·u, |g|)",
    "nadam": "Adam's step with Nesterov's look ahead along m",
    "adamw": "Adam's step, and η·λ·x off",
    "lion": "x − η·sign(β₁·m + (1 − β₁)·g)",
}


def coordinate(
    surface: Surface, path: Trajectory, kind: str, name: str, axis: int
) -> Derivation:
    """Return how the last step brought a coordinate where it is.

    Args:
        surface: What it walks on.
        path: Of the racer.
        kind: Of its optimizer.
        name: Of the racer.
        axis: 0 for x, 1 for y.
    """
    letter = "xy"[axis]
    here = path.positions[-1]
    lines = tuple(_last_step(path, kind, letter, axis))
    above, below = (_height(surface, _moved(here, axis, s * STEP)) for s in (1, -1))
    slope = float(path.gradients[-1][axis])
    note = f"E is the height; the gradient is ∂E/∂{letter} where {name} stands now."
    check = (above - below) / (2 * STEP)
    return Derivation(f"{letter} of {name}", lines, slope, check, note)


def _last_step(path: Trajectory, kind: str, letter: str, axis: int) -> list[Line]:
    if len(path.positions) < 2:
        return [
            Line(f"{letter} at the start", letter, "", float(path.positions[0][axis]))
        ]
    before, after = (float(p[axis]) for p in path.positions[-2:])
    slope, rate = float(path.gradients[-2][axis]), float(path.rates[-1])
    kept = [
        Line(
            f"{state} after it", f"the optimizer's {state}", "", float(values[-1][axis])
        )
        for state, values in path.states.items()
        if values.ndim == 2
    ]
    text = f"{_n(before)} − {_n(rate)} · {_n(slope)}" if kind == "sgd" else ""
    return [
        Line(f"{letter} before the last step", letter, "", before),
        Line("g", f"∂E/∂{letter} there", "", slope),
        Line("η", "learning rate", "", rate),
        *kept,
        Line(f"{letter} after it", _formula(kind, letter), text, after),
    ]


def height(surface: Surface, path: Trajectory, name: str) -> Derivation:
    """Return how the height under a racer is computed, gate by gate.

    Raises:
        ConfigError: The formula is too long to be written out.
    """
    x, y = (Tensor(np.float64(p)) for p in path.positions[-1])
    note = "Gate by gate; x1, x2 … are x, y and constants in the order of the formula."
    return Derivation(
        f"Height of {name}", gates(explain(surface(x, y)).rows()), note=note
    )


def checked(index: str, count: int) -> int:
    """Return which racer is meant.

    Raises:
        ConfigError: There is no such racer.
    """
    if not index.isdecimal() or int(index) >= count:
        raise ConfigError(f"There is no racer {index}; {count} are racing.")
    return int(index)


def _formula(kind: str, letter: str) -> str:
    text = FORMULAS[kind]
    return re.sub(r"\bx\b|(?<=Δ)x", letter, text)


def _height(surface: Surface, place: Any) -> float:
    return float(surface(*(Tensor(np.float64(p)) for p in place)).item())


def _moved(place: Any, axis: int, by: float) -> Any:
    moved = np.array(place)
    moved[axis] += by
    return moved


def _n(value: float) -> str:
    return shown(value, DIGITS)
