"""Shapes: what one layer and two can draw, by hand and by learning."""

from typing import Any

import numpy as np

from limpid.errors import ConfigError
from limpid.explanations import explain
from limpid.explanations.expression import evaluate
from limpid.graph.tensor import Tensor
from limpid.studio.messages import Picture
from limpid.studio.screen import Derivation, Line, TimedScreen
from limpid.studio.screens import _shapes_networks as networks
from limpid.studio.screens._activation_explorer_derivations import gates
from limpid.studio.screens._shapes_code import program
from limpid.studio.screens._shapes_state import (
    Array,
    ByHand,
    Curve,
    ShapesState,
    ShapesView,
)

HAND_X = np.linspace(-4, 4, 161)
FIRST, SECOND = "(t0 + t1*x + t2*x^2)", "(t3 + t4*x + t5*x^2)"
HAND = {
    "single": f"sigmoid{FIRST}",
    "multi": f"sigmoid(t6 + t7*tanh{FIRST} + t8*tanh{SECOND})",
    "h1": f"tanh{FIRST}",
    "h2": f"tanh{SECOND}",
}
MAX_HISTORY = 600
# How much later the next point of the curves is, at least: so much of the way so far.
COARSER = 50


class Shapes(TimedScreen):
    """Nine parameters to drag, and networks that approximate a shape."""

    title = "Shapes"
    summary = "Bend curves by hand, then let a few units draw any shape."
    State = ShapesState
    View = ShapesView
    units = ("hundred steps",)
    live = frozenset({"theta", "x"})

    def __init__(self, state: Any = None) -> None:
        """Take the shape, and build a network for each start."""
        super().__init__(state)
        self.formula = networks.formula_of(self.state)
        self.x = networks.places(len(networks.names_in(self.formula)))
        self.y = networks.heights(self.formula, self.x)
        self.starts = [
            networks.Start(self.state, number, self.x, self.y)
            for number in range(self.state.starts)
        ]
        self.hundreds = 0
        self.history: list[list[float]] = []

    # Time

    @property
    def position(self) -> int:
        """How many hundreds of steps have been trained."""
        return self.hundreds

    def advance_to(self, position: int) -> None:
        while self.hundreds < position:
            self._remember(self.errors())
            self.hundreds += 1 + min(
                self.hundreds // COARSER, position - self.hundreds - 1
            )
            for start in self.starts:
                start.training.advance_to(self.hundreds * networks.STEPS)

    def last_position(self) -> int | None:
        return self.state.steps if self.hundreds < self.state.steps else None

    def clock(self) -> str:
        return f"step {self.hundreds * networks.STEPS:,}"

    def stop_reason(self) -> str | None:
        if not np.isfinite(self.errors()).any():
            return "Stopped: no error is a finite number; lower the learning rate."
        if self.hundreds == self.state.steps:
            return f"Stopped: {self.hundreds * networks.STEPS:,} steps."
        return None

    def capture(self) -> Any:
        kept = [start.training.capture() for start in self.starts]
        return self.hundreds, kept, list(self.history)

    def restore(self, kept: Any) -> None:
        self.hundreds, trainings, history = kept
        for start, one in zip(self.starts, trainings, strict=True):
            start.training.restore(one)
        self.history = list(history)

    def code(self) -> str:
        number = self._best(self.errors())
        return program(self.state, self.formula, number, self.hundreds)

    # What it shows

    def errors(self) -> Array:
        """Return the largest error of each start's network."""
        return np.array([start.error() for start in self.starts])

    def _best(self, errors: Array) -> int:
        return int(np.argmin(np.where(np.isfinite(errors), errors, np.inf)))

    def show(self) -> ShapesView:
        errors = self.errors()
        best = self._best(errors)
        self._remember(errors)
        out = self.starts[best].out()
        is_curve = self.x.shape[1] == 1
        curve = Curve(self.x[:, 0], self.y[:, 0], out[:, 0])
        return ShapesView(
            hand=self._by_hand(),
            formula=self.formula,
            curve=curve if is_curve else None,
            surface=None if is_curve else self._surface(out),
            errors=errors,
            best=best,
            squared=float(np.mean((out - self.y) ** 2)),
            parameters=self.starts[0].model.count_params(),
            history=np.array(self.history),
        )

    def _surface(self, out: Array) -> Picture:
        side = networks.PIXELS
        maps = np.stack([self.y, out, out - self.y]).reshape(3, side, side)
        reach = float(np.abs(self.y).max()) or 1.0
        return Picture(maps, -reach, reach)

    def _by_hand(self) -> ByHand:
        curves = {name: self._hand(name, HAND_X).numpy() for name in HAND}
        at = [float(self._hand(name, self.state.x).item()) for name in HAND]
        return ByHand(x=HAND_X, **curves, at=(at[0], at[1], at[2], at[3]))

    def _hand(self, name: str, x: Any) -> Tensor:
        values = {
            f"t{i}": Tensor(np.float64(t)) for i, t in enumerate(self.state.theta)
        }
        values["x"] = Tensor(np.asarray(x, np.float64))
        formula = HAND[name]
        return evaluate(formula, {n: v for n, v in values.items() if n in formula})

    def _remember(self, errors: Array) -> None:
        if self.history and self.history[-1][0] >= self.hundreds:
            return
        self.history.append([self.hundreds, *errors])
        if len(self.history) > MAX_HISTORY:
            del self.history[1:-1:2]

    # Derivations

    def derive(self, number: str) -> Derivation:
        if number in HAND:
            rows = explain(self._hand(number, self.state.x)).rows()
            note = f"{HAND[number]}, gate by gate; t0 … t8 and x in order of their use."
            return Derivation(
                f"{number} at x = {self.state.x:g}", gates(rows), note=note
            )
        kind, _, which = number.partition("/")
        if kind == "error" and which in map(str, range(len(self.starts))):
            return self._error(int(which))
        raise ConfigError(f"This screen has no derivation for {number!r}.")

    def derivable(self) -> list[str]:
        return [*HAND, *(f"error/{i}" for i in range(len(self.starts)))]

    def _error(self, number: int) -> Derivation:
        out = self.starts[number].out()
        worst = int(np.abs(out - self.y).argmax())
        said, true = float(out[worst, 0]), float(self.y[worst, 0])
        where = ", ".join(f"{v:.4g}" for v in self.x[worst])
        lines = (
            Line("f", f"the shape at ({where})", "", true),
            Line("y", "the network there", "", said),
            Line(
                "|y − f|",
                "nowhere larger",
                f"|{said:.6g} − {true:.6g}|",
                abs(said - true),
            ),
        )
        return Derivation(f"Largest error of start {number + 1}", lines)
