"""Perceptron: one neuron learns a line, example by example."""

from typing import Any

import numpy as np

from limpid import linear
from limpid.errors import ConfigError
from limpid.studio.screen import Derivation, TimedScreen, action
from limpid.studio.screens import _perceptron_derivations as derivations
from limpid.studio.screens import _plane_lines as lines
from limpid.studio.screens._perceptron_course import (
    RULES,
    Course,
    change_of,
    weights_of,
)
from limpid.studio.screens._perceptron_examples import GATES, MANY, examples_of, program
from limpid.studio.screens._perceptron_state import (
    Array,
    PerceptronState,
    PerceptronView,
    Presentation,
)

PIXELS = 100
# The longest arrow, as a share of the side.
ARROW = 0.4
RECENT = 12
MAX_POINTS = 1_000


class Perceptron(TimedScreen):
    """One neuron learns to tell two kinds of points apart.

    Args:
        state: The settings.
    """

    title = "Perceptron"
    summary = "One neuron moves its line, example by example, until none is wrong."
    State = PerceptronState
    View = PerceptronView
    # Of the batch rule, a presentation is one of all examples.
    units = ("presentation", "epoch")

    def __init__(self, state: Any = None) -> None:
        """Take the examples and the first line."""
        super().__init__(state)
        # The corners of the gates lie between 0 and 1, the other points farther out.
        self.side = 1.6 if self.state.data in GATES else 2.5
        self.step = 0
        self._take(*examples_of(self.state))

    # Time

    @property
    def position(self) -> int:
        """How many presentations have been made."""
        return self.step

    def advance_to(self, position: int) -> None:
        self.course.learn(position)
        # Where the rule settles, time ends.
        self.step = max(self.step, min(position, len(self.course.updates)))

    def next_position(self, unit: str) -> int:
        end, size = self.last_position(), self.course.per_epoch
        after = self.step + (size - self.step % size if unit == "epoch" else 1)
        return after if end is None else max(self.step, min(after, end))

    def last_position(self) -> int | None:
        return self.course.end(self.step)

    def clock(self) -> str:
        if not self.done:
            return "epoch 0"
        size = self.course.per_epoch
        at = (len(self.done) - 1) % size + 1
        part = f", example {at} of {size}" if size > 1 else ""
        return f"epoch {self.done[-1].epoch:,}{part}"

    def stop_reason(self) -> str | None:
        return None if self.last_position() is None else self.course.why_ended()

    # Actions

    @action(same=("index",))
    def move_point(self, index: int, x1: float, x2: float) -> None:
        """Move an example; the same presentations are made again with it there."""
        x = self.x.copy()
        x[self._row(index)] = np.round([x1, x2], 3)
        self._take(x, self.y)

    @action()
    def add_point(self, x1: float, x2: float, label: int) -> None:
        """Add an example of class 1 or -1."""
        if len(self.y) >= MAX_POINTS:
            raise ConfigError(
                f"There are {MAX_POINTS:,} points, which is all it takes."
            )
        point = np.round([[x1, x2]], 3)
        self._take(np.concatenate([self.x, point]), np.append(self.y, label))

    @action()
    def remove_point(self, index: int) -> None:
        """Leave an example out."""
        row = self._row(index)
        self._take(np.delete(self.x, row, 0), np.delete(self.y, row))

    @action()
    def flip_point(self, index: int) -> None:
        """Give an example the other label."""
        y = self.y.copy()
        y[self._row(index)] *= -1
        self._take(self.x, y)

    def _row(self, index: int) -> int:
        if not 0 <= index < len(self.y):
            raise ConfigError(f"There is no example {index}.")
        return index

    def _take(self, x: Array, y: Array) -> None:
        """Learn from these examples from the start, up to where it stands."""
        rule, rate, start = self.state.rule, self.state.rate, self.state.start
        self.course = Course(rule, rate, x, y, start)
        self.x, self.y = x, y
        self.course.learn(self.step)

    @property
    def done(self) -> list[linear.Update]:
        """The presentations up to now."""
        return self.course.updates[: self.step]

    # What it shows

    def show(self) -> PerceptronView:
        done, x, y = self.done, self.x, self.y
        last, course, start = done[-1] if done else None, self.course, self.course.start
        shown, before = (course.deciding(len(done) - i) for i in (0, 1))
        scores = x @ shown[:2] + shown[2]
        predictions = np.where(scores >= 0, 1, -1)
        return PerceptronView(
            side=self.side,
            x=x,
            y=y,
            scores=scores,
            predictions=predictions,
            shown=shown,
            weights=course.weights(len(done)),
            line=lines.zero_line(shown[:2], shown[2], self.side),
            before=lines.zero_line(before[:2], before[2], self.side),
            first=lines.zero_line(start[:2], start[2], self.side),
            errors_at_first=self._errors(start),
            **_arrows(shown, before, self.side),
            regions=self._regions(shown),
            presented=int(last.examples[0]) if last and len(last.examples) == 1 else -1,
            last=self._presentation(len(done) - 1) if done else None,
            recent=[self._presentation(i) for i in range(len(done))[-RECENT:]],
            errors=int(np.sum(predictions != y)),
            mistakes=last.mistakes if last else 0,
            bound=course.bound if np.isfinite(course.bound) else None,
            report=self._report(),
            mistakes_of_epochs=self._mistakes_of_epochs(),
        )

    def _errors(self, line: Array) -> int:
        """Return how many examples lie on the wrong side of a line."""
        scores = self.x @ line[:2] + line[2]
        return int(np.sum(np.where(scores >= 0, 1, -1) != self.y))

    def _regions(self, shown: Array) -> Array:
        scores = lines.grid(self.side, PIXELS) @ shown[:2] + shown[2]
        return np.asarray(scores >= 0, np.uint8).reshape(PIXELS, PIXELS)

    def _presentation(self, index: int) -> Presentation:
        update = self.course.updates[index]
        single = len(update.examples) == 1
        return Presentation(
            step=index + 1,
            epoch=update.epoch,
            example=int(update.examples[0]) if single else -1,
            target=float(update.targets[0]),
            score=float(update.scores[0]),
            prediction=float(update.predictions[0]),
            wrong=int(np.sum(update.predictions != update.targets)),
            change=change_of(update),
            weights=weights_of(update),
        )

    def _mistakes_of_epochs(self) -> Array:
        ends = {update.epoch: update.mistakes for update in self.done}
        return np.asarray(np.diff(list(ends.values()), prepend=0))

    def _report(self) -> str:
        if not self.done:
            return "Nothing has been presented yet."
        if reason := self.stop_reason():
            return reason
        size = self.course.per_epoch
        if circle := linear.cycle_of(self.done[size - 1 :: size]):
            return (
                f"It runs in a circle: after epoch {circle[1]} the weights are those "
                f"after epoch {circle[0]}. It will never settle."
            )
        last = self.done[-1]
        if not last.is_right:
            return "Wrong, so the line moved."
        return f"Right, {'and yet the line moved' if last.moves else 'so it stays'}."

    def code(self) -> str:
        kind = RULES[self.state.rule].__name__
        drawn = self.state.data == MANY
        source = "from limpid.datasets.playground import half_planes\n" if drawn else ""
        return f"""import numpy as np
{source}from limpid.linear import {kind}, mistake_bound

{program(self.state, self.x, self.y)}

rule = {kind}(rate={self.state.rate!r})
updates = rule.updates(x, y, start={list(self.state.start)})
for _, update in zip(range({self.step}), updates):
    print(update.epoch, update.examples, update.scores, update.predictions)
    print("    w:", update.weights, " b:", update.bias, " mistakes:", update.mistakes)
print("at most", mistake_bound(x, y), "mistakes")
"""

    def derive(self, number: str) -> Derivation:
        kind, _, rest = number.partition("/")
        if kind == "score" and rest.isdecimal():
            row = self._row(int(rest))
            return derivations.score(self.course, len(self.done), row)
        known = {str(i + 1) for i in range(len(self.done))}
        if kind in derivations.NAMES and rest in known:
            return derivations.weight(self.course, kind, int(rest) - 1)
        return super().derive(number)

    def derivable(self) -> list[str]:
        names = [f"score/{i}" for i in range(len(self.y))]
        steps = range(len(self.done))[-RECENT:]
        return names + [f"{w}/{i + 1}" for i in steps for w in derivations.NAMES]


def _arrows(now: Array, old: Array, side: float) -> dict[str, Array]:
    """Return the weights, those before and the change as arrows from the line."""
    line = lines.zero_line(now[:2], now[2], side)
    foot = lines.middle(line) if np.isfinite(line).all() else np.zeros(2)
    longest = max(np.hypot(*now[:2]), np.hypot(*old[:2]), 1e-9)
    scale = ARROW * side / longest
    tips = foot + scale * now[:2], foot + scale * old[:2]
    return {
        "normal": np.concatenate([foot, tips[0]]),
        "old_normal": np.concatenate([foot, tips[1]]),
        "change": np.concatenate([tips[1], tips[0]]),
    }
