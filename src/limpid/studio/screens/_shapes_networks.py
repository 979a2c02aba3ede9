"""Shapes, and networks that learn them from several starts."""

import random
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.explanations.expression import evaluate
from limpid.graph.tensor import Tensor
from limpid.layers import Dense
from limpid.models import Input, Sequential
from limpid.ops.mean import mean
from limpid.optimizers import Adam
from limpid.schedules import CosineDecay
from limpid.studio.screens._activation_explorer_functions import check_names
from limpid.studio.training import Training, seeded
from limpid.studio.units import Units

Array = NDArray[Any]

FORMULAS = {
    "wave": "sin(3*pi*x)",
    "corner": "abs(x)",
    "steps": "tanh(20*(x + 0.5)) - tanh(20*(x - 0.4))",
    "hill": "exp(-4*(x^2 + y^2))",
    "saddle wave": "sin(3*x)*cos(3*y)",
}
NUM_POINTS, PIXELS = 201, 40
STEPS = 100
# How steep units are at first: so that each bends within the interval.
STEEPNESS = 4.0
# A high power of errors is nearly the largest one, and has a slope everywhere.
POWER = 8


def formula_of(settings: Any) -> str:
    """Return the shape's formula.

    Raises:
        ConfigError: The typed one is none of x and y.
    """
    if settings.target != "own":
        return FORMULAS[settings.target]
    check_names(settings.formula, ("x", "y"))
    return str(settings.formula)


def names_in(formula: str) -> list[str]:
    """Return the inputs that a formula has: x, or x and y."""
    return ["x", "y"] if "y" in re.findall(r"\w+", formula) else ["x"]


def places(count: int) -> Array:
    """Return points between -1 and 1, or of a square, from the upper left."""
    if count == 1:
        return np.linspace(-1, 1, NUM_POINTS)[:, None]
    along = np.linspace(-1, 1, PIXELS)
    x, y = np.meshgrid(along, -along)
    return np.stack([x.ravel(), y.ravel()], axis=1)


def heights(formula: str, x: Array) -> Array:
    """Return the shape at points.

    Raises:
        ConfigError: It is not finite everywhere between -1 and 1.
    """
    columns = {n: Tensor(x[:, i].copy()) for i, n in enumerate(names_in(formula))}
    used = {n: c for n, c in columns.items() if re.search(rf"\b{n}\b", formula)}
    with np.errstate(all="ignore"):
        found = np.broadcast_to(evaluate(formula, used).numpy(), len(x))
    if not np.isfinite(found).all() or np.abs(found).max() > 1e6:
        raise ConfigError(f"{formula!r} is not finite and below a million on [-1, 1].")
    return np.asarray(found, np.float64)[:, None]


def largest_error(targets: Any, outputs: Any) -> Any:
    """Return the eighth root of the mean eighth power of the errors."""
    return mean((targets - outputs) ** POWER) ** (1 / POWER)


class Start:
    """One network, from one set of first weights."""

    def __init__(self, settings: Any, number: int, x: Array, y: Array) -> None:
        """Build it; its units bend the inputs at random places."""
        with seeded(settings.seed + number):
            hidden = [
                Dense(settings.units, settings.activation)
                for _ in range(settings.layers)
            ]
            self.model = Sequential([Input((x.shape[1],)), *hidden, Dense(1)])
            rate = CosineDecay(settings.learning_rate, settings.steps * STEPS)
            is_squared = settings.loss == "squared error"
            self.model.compile(Adam(rate), "mse" if is_squared else largest_error)
            shuffle = random.getrandbits(31)
        self.model.set_weights(self._first(settings, number))
        self.y, self.looks = y, Units(self.model)
        self.x = x.astype(np.float32)
        targets = y.astype(np.float32)
        self.training = Training(self.model, self.x, targets, len(x), shuffle)

    def _first(self, settings: Any, number: int) -> list[Array]:
        draws = np.random.default_rng([settings.seed, number])
        first, _, *others = self.model.get_weights()
        kernel = np.asarray(draws.normal(0, STEEPNESS, first.shape))
        centers = draws.uniform(-1, 1, kernel.shape)
        bias = -(kernel * centers).sum(0)
        return [kernel.astype(np.float32), bias.astype(np.float32), *others]

    def out(self) -> Array:
        """Return what it says at every place."""
        return self.looks.outputs(self.x)[-1].astype(np.float64)

    def error(self) -> float:
        """Return its largest error."""
        return float(np.abs(self.out() - self.y).max())
