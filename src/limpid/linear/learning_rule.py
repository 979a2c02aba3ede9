"""LearningRule: the abstract base, and what the rules of one neuron share."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError, DataError, ShapeError
from limpid.linear._table import Labels, inputs, table
from limpid.linear.cycle_of import cycle_of
from limpid.linear.update import Numbers, Update
from limpid.settings import Settings, require_positive


@dataclass(eq=False)
class LearningRule(Settings):
    """Base of the rules by which one neuron learns to tell two classes apart.

    Args:
        rate: How much of an error goes into the weights.
        epochs: How often all examples are presented at most.

    Attributes:
        coef_: The weights learned: (1, features), as in scikit-learn.
        intercept_: The bias learned: (1,).
        classes_: The two labels; the second one counts as 1, the first as -1.
        n_iter_: The epochs it took.
        mistakes_: Wrong predictions on the way.
        converged_: Whether the last epoch changed nothing.
        cycle_: After which two epochs the weights were equal, so that the rule runs in
            a circle for ever; else None.

    A subclass defines `error(targets, scores)`.
    """

    rate: float = 1.0
    epochs: int = 100

    # Whether an update sums over all examples; whether answers are averaged.
    in_batch: ClassVar[bool] = False
    averaged: ClassVar[bool] = False

    def check(self) -> None:
        """Refuse a rate that is not positive."""
        require_positive(self, "epochs")
        if not 0 < self.rate < np.inf:
            raise ConfigError(
                f"{type(self).__name__}(rate={self.rate!r}): expected a number above 0."
            )

    @abstractmethod
    def error(self, targets: Numbers, scores: Numbers) -> Numbers:
        """Return how far each score is from its target."""

    def updates(self, x: Any, y: Any, start: Any = None) -> Iterator[Update]:
        """Present the examples in their order and yield what each one changes.

        Ends after the first epoch that changes nothing, or after `epochs`.

        Args:
            x: The examples: (examples, features).
            y: Two different labels, one for each example.
            start: The first weights and after them the bias; zeros by default.

        Raises:
            DataError: There are not two classes, or the weights grow without bound.
            ShapeError: There is not one label for each example, or one start for each
                weight.
        """
        points, targets, _ = table(x, y)
        line, mistakes, lines = _first(start, points), 0, _Mean()
        for epoch in range(1, self.epochs + 1):
            moved = False
            for rows in self._batches(len(points)):
                scores = points[rows] @ line
                change = self._change(points[rows], targets[rows], scores)
                line, moved = _finite(line + change, self), moved or bool(change.any())
                predictions = sign(scores)
                mistakes += int(np.sum(predictions != targets[rows]))
                shown = lines.add(line) if self.averaged else line
                yield Update(
                    epoch, rows, targets[rows], scores, predictions,
                    change[:-1], float(change[-1]), line[:-1], float(line[-1]),
                    mistakes, shown[:-1], float(shown[-1]),
                )  # fmt: skip
            if not moved:
                return

    def _batches(self, count: int) -> list[NDArray[np.intp]]:
        return np.array_split(np.arange(count), 1 if self.in_batch else count)

    def _change(self, points: Numbers, targets: Numbers, scores: Numbers) -> Numbers:
        # What overflows is not finite, which the caller says in a sentence.
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(self.rate * self.error(targets, scores) @ points)

    def fit(self, x: Any, y: Any) -> Self:
        """Learn from zero and return the rule itself."""
        _, _, self.classes_ = table(x, y)
        updates = list(self.updates(x, y))
        ends, last = {update.epoch: update for update in updates}, updates[-1]
        self.coef_ = last.decision_weights[np.newaxis]
        self.intercept_ = np.array([last.decision_bias])
        self.n_iter_, self.mistakes_ = last.epoch, last.mistakes
        final = [update for update in updates if update.epoch == last.epoch]
        self.converged_ = not any(update.moves for update in final)
        self.cycle_ = None if self.converged_ else cycle_of(ends.values())
        return self

    def decision_function(self, x: Any) -> Numbers:
        """Return w·x + b of each example."""
        return np.asarray(inputs(x) @ np.append(self.coef_[0], self.intercept_))

    def predict(self, x: Any) -> Labels:
        """Return the label of each example: the second one where w·x + b >= 0."""
        return np.asarray(self.classes_[(self.decision_function(x) >= 0).astype(int)])

    def score(self, x: Any, y: Any) -> float:
        """Return the share of examples predicted right."""
        return float(np.mean(self.predict(x) == np.asarray(y).ravel()))

    def get_params(self, deep: bool = True) -> dict[str, Any]:  # noqa: ARG002 - scikit-learn's
        """Return the settings, as scikit-learn asks for them."""
        return self.get_config()

    def set_params(self, **params: Any) -> Self:
        """Change settings and return the rule itself."""
        changed = type(self)(**self.get_config() | params)
        vars(self).update(changed.get_config())
        return self


def sign(scores: Numbers) -> Numbers:
    """Return 1 where a score is 0 or more, else -1."""
    return np.where(scores >= 0, 1.0, -1.0)


class _Mean:
    """The mean of the lines so far."""

    def __init__(self) -> None:
        self.total: Any = 0.0
        self.count = 0

    def add(self, line: Numbers) -> Numbers:
        self.total, self.count = self.total + line, self.count + 1
        return np.asarray(self.total / self.count)


def _first(start: Any, points: Numbers) -> Numbers:
    if start is None:
        return np.zeros(points.shape[1])
    line = np.array(start, np.float64)
    if line.shape != points.shape[1:]:
        raise ShapeError(
            f"start has shape {line.shape}; expected {points.shape[1]} numbers: a "
            "weight for each feature, then the bias."
        )
    return line


def _finite(line: Numbers, rule: LearningRule) -> Numbers:
    if not np.isfinite(line).all():
        raise DataError(
            f"The weights grow without bound at rate {rule.rate:g}; take a smaller "
            "rate, or scale the features."
        )
    return line
