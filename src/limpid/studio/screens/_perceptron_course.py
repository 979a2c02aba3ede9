"""The course of a rule: what it does with examples, presentation by presentation."""

from collections.abc import Iterator
from itertools import islice

import numpy as np

from limpid import linear
from limpid.errors import ConfigError, DataError
from limpid.studio.screens._perceptron_state import Array

MAX_EPOCHS = 2_000
MAX_COORDINATE = 1_000.0

RULES: dict[str, type[linear.LearningRule]] = {
    "rosenblatt": linear.Perceptron,
    "batch": linear.BatchPerceptron,
    "averaged": linear.AveragedPerceptron,
    "delta": linear.DeltaRule,
}


class Course:
    """A rule's presentations of examples; each is made once, when it is asked for.

    Args:
        rule: Of `RULES`.
        rate: Its learning rate.
        x, y: The examples; labels are 1 and -1.
        start: The first w1, w2, b.

    Attributes:
        updates: What has been made.
        trouble: Why the rule could not go on; empty if it could.
        bound: The most mistakes that there can be; infinite if no line parts the
            classes.

    Raises:
        ConfigError: The examples are not of two classes, or not in reach.
    """

    def __init__(
        self, rule: str, rate: float, x: Array, y: Array, start: tuple[float, ...]
    ) -> None:
        """Stand before the first presentation."""
        _check(x, y)
        self.rule = RULES[rule](rate=rate, epochs=MAX_EPOCHS)
        self.x, self.y, self.start = x, y, np.array(start, float)
        self.updates: list[linear.Update] = []
        self.trouble = ""
        self.bound = linear.mistake_bound(x, y)
        self._coming = self._made()

    def _made(self) -> Iterator[linear.Update]:
        """Yield what the rule does; weights that run away end it."""
        try:
            yield from self.rule.updates(self.x, self.y, tuple(self.start.tolist()))
        except DataError as error:
            self.trouble = str(error)

    @property
    def per_epoch(self) -> int:
        """How many presentations an epoch has; of the batch rule one, of all."""
        return 1 if self.rule.in_batch else len(self.y)

    def learn(self, position: int) -> None:
        """Present examples up to a position, unless the rule has settled before."""
        missing = position - len(self.updates)
        self.updates.extend(islice(self._coming, max(0, missing)))

    def end(self, position: int) -> int | None:
        """Return how many presentations there are in all, once that is known."""
        # Asking for one more presentation tells whether there is one.
        self.learn(position + 1)
        return len(self.updates) if len(self.updates) <= position else None

    def why_ended(self) -> str:
        """Return why a course that has ended did, as a sentence."""
        if self.trouble:
            return self.trouble
        if len(self.updates) >= MAX_EPOCHS * self.per_epoch:
            return f"Stopped: {MAX_EPOCHS:,} epochs, and it has not settled."
        return f"Settled: nothing changed in epoch {self.updates[-1].epoch:,}."

    def weights(self, position: int) -> Array:
        """Return w1, w2, b after so many presentations."""
        return weights_of(self.updates[position - 1]) if position > 0 else self.start

    def deciding(self, position: int) -> Array:
        """Return w1, w2, b of the line that decides after so many presentations."""
        if position <= 0:
            return self.start
        update = self.updates[position - 1]
        return np.append(update.decision_weights, update.decision_bias)


def weights_of(update: linear.Update) -> Array:
    """Return w1, w2, b after an update."""
    return np.append(update.weights, update.bias)


def change_of(update: linear.Update) -> Array:
    """Return how an update changed w1, w2, b."""
    return np.append(update.change, update.bias_change)


def _check(x: Array, y: Array) -> None:
    if set(y.tolist()) != {-1, 1}:
        raise ConfigError(
            "The examples must be of two classes, 1 and −1, with one of each at least."
        )
    if not np.isfinite(x).all() or np.abs(x).max() > MAX_COORDINATE:
        raise ConfigError("A coordinate must be a number of at most a thousand.")
