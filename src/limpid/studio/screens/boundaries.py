"""Boundaries: neighbors, polynomials and lines that tell examples apart."""

from typing import Any

import numpy as np

from limpid.errors import ConfigError
from limpid.neighbors import KNeighborsClassifier
from limpid.studio.screen import Derivation, Line, Screen, action
from limpid.studio.screens import _boundaries_methods as methods
from limpid.studio.screens._boundaries_code import program
from limpid.studio.screens._boundaries_data import SIDE, examples_of, new_examples
from limpid.studio.screens._boundaries_state import (
    Array,
    BoundariesState,
    BoundariesView,
    Degrees,
)
from limpid.studio.screens._plane_lines import grid, zero_line

PIXELS = 90
MAX_POINTS = 250
DEGREES = range(1, 16)
NAMES = ["A", "B", "C"]


class Boundaries(Screen):
    """Examples of two or three classes, and where a classifier draws the boundary."""

    title = "Boundaries"
    summary = "Neighbors, polynomials, lines: who draws which boundary, who overfits."
    State = BoundariesState
    View = BoundariesView
    live = frozenset({"method", "k", "metric", "degree", "scale", "draws"})

    def __init__(self, state: Any = None) -> None:
        """Draw the examples."""
        super().__init__(state)
        self.x, self.y = examples_of(self.state)
        self.new = new_examples(self.state)
        self.check(self.state)

    def check(self, state: Any) -> None:
        """Refuse classifiers of two classes where there are three.

        Raises:
            ConfigError: There are.
        """
        if state.method != "neighbors" and state.data in {"clouds", "one of each"}:
            raise ConfigError(
                f"{state.data.capitalize()} are three classes, {state.method} tell two "
                "apart; take the wave or two groups."
            )

    def retune(self, state: Any) -> None:
        self.check(state)
        super().retune(state)

    # Actions

    @action(same=("index",))
    def move_point(self, index: int, x1: float, x2: float) -> None:
        """Move an example."""
        x = self.x.copy()
        x[self._row(index)] = np.clip(np.round([x1, x2], 3), -SIDE, SIDE)
        self.x = x

    @action()
    def add_point(self, x1: float, x2: float, label: int) -> None:
        """Add an example."""
        if len(self.y) >= MAX_POINTS:
            raise ConfigError(
                f"There are {MAX_POINTS} examples, which is all it takes."
            )
        if not 0 <= label < len(self.classes):
            raise ConfigError(f"There is no class {label}.")
        self.x = np.concatenate([self.x, np.round([[x1, x2]], 3)])
        self.y = np.append(self.y, label)

    @action()
    def remove_point(self, index: int) -> None:
        """Leave an example out."""
        if len(self.y) < 3:
            raise ConfigError("Two examples have to stay.")
        row = self._row(index)
        self.x, self.y = np.delete(self.x, row, 0), np.delete(self.y, row)

    def _row(self, index: int) -> int:
        if not 0 <= index < len(self.y):
            raise ConfigError(f"There is no example {index}.")
        return index

    # What it shows

    @property
    def classes(self) -> list[str]:
        """The names of the classes."""
        return NAMES[: 3 if self.state.data in {"clouds", "one of each"} else 2]

    def found(self) -> tuple[list[methods.Line], str | None]:
        """Return the lines and what is wrong, if lines are looked at."""
        if self.state.method != "lines":
            return [], None
        return methods.lines(self.x, self.y, [self.state.seed, 4])

    def classifier(self, found: list[methods.Line]) -> Any:
        """Return the classifier whose regions are shown."""
        state = self.state
        if state.method == "polynomial":
            return methods.Polynomial(state.degree).fit(self.x, self.y)
        if state.method == "neighbors":
            k = min(state.k, len(self.y))
            return KNeighborsClassifier(k, state.metric).fit(self.x, self.y)
        return found[0] if found else methods.Line("none", np.zeros(2), 0.0)

    def show(self) -> BoundariesView:
        lines, trouble = self.found()
        shown, known = self.classifier(lines), (self.x, self.y)
        regions = shown.predict(grid(SIDE, PIXELS)).reshape(PIXELS, PIXELS)
        return BoundariesView(
            side=SIDE,
            x=self.x,
            y=self.y.astype(np.int32),
            classes=self.classes,
            regions=regions.astype(np.uint8),
            predictions=shown.predict(self.x).astype(np.int32),
            train=methods.wrong(shown, *known),
            test=methods.wrong(shown, *self.new),
            new_examples=len(self.new[1]),
            degrees=self._degrees() if self.state.method == "polynomial" else None,
            ends=_ends(lines),
            lines=[line.judged(known, self.new) for line in lines],
            objectives=self._objectives(lines),
            draws=self._draws(),
            trouble=trouble,
        )

    def _degrees(self) -> Degrees:
        fits = [methods.Polynomial(d).fit(self.x, self.y) for d in DEGREES]
        train, test = (
            np.array([methods.wrong(fit, x, y) for fit in fits])
            for x, y in ((self.x, self.y), self.new)
        )
        terms = np.array([len(fit.weights) for fit in fits])
        degrees = np.array(DEGREES, np.int32)
        return Degrees(degrees, train, test, terms.astype(np.int32))

    def _objectives(self, lines: list[methods.Line]) -> Any:
        if not lines:
            return None
        return methods.objectives(lines[0], self.x, self.y, self.state.scale)

    def _draws(self) -> Any:
        asked = self.state.draws and self.state.method == "lines"
        given = self.state.examples, self.state.seed
        return methods.over_draws(*given) if asked else None

    def code(self) -> str:
        return program(self.state, self.x, self.y)

    # Derivations

    def derive(self, number: str) -> Derivation:
        if number in {"train", "test"}:
            return self._wrong(number)
        lines, _ = self.found()
        if number in {"naive", "hinge", "log"} and lines:
            return self._objective(number, lines[0])
        return super().derive(number)

    def derivable(self) -> list[str]:
        more = ["naive", "hinge", "log"] if self.found()[0] else []
        return ["train", "test", *more]

    def _wrong(self, part: str) -> Derivation:
        x, y = (self.x, self.y) if part == "train" else self.new
        missed = int(np.sum(self.classifier(self.found()[0]).predict(x) != y))
        lines = (
            Line("wrong", "examples whose class is not found", "", missed),
            Line("share", "wrong / all", f"{missed} / {len(y)}", missed / len(y)),
        )
        kind = "Known" if part == "train" else "New"
        return Derivation(f"{kind} examples that are wrong", lines)

    def _objective(self, which: str, line: methods.Line) -> Derivation:
        scores = line.scores(self.x) * self.state.scale
        values = dict(
            zip(
                ("naive", "hinge", "log"), methods.measured(scores, self.y), strict=True
            )
        )
        above, below = (float(scores[self.y == k].sum()) for k in (1, 0))
        texts = {
            "naive": ("Σ F(B) − Σ F(A)", f"{above:.6g} − {below:.6g}"),
            "hinge": ("mean of max(0, 1 − t F), t = 1 of B and −1 of A", ""),
            "log": ("mean of log(1 + e^(−t F))", ""),
        }
        formula, text = texts[which]
        note = "F = scale · (w·x + b): which side a point is on does not change."
        found = (Line("J", formula, text, values[which]),)
        return Derivation(f"{which.capitalize()} objective", found, note=note)


def _ends(lines: list[methods.Line]) -> Array:
    found = [zero_line(line.weights, line.bias, SIDE) for line in lines]
    return np.array(found).reshape(-1, 4)
