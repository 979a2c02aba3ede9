"""Which points the playground learns from: drawn by lot, added, moved, left out."""

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.studio.screens._playground_network import Problem
from limpid.studio.screens._playground_points import num_train

Array = NDArray[Any]

FARTHEST = 1e6


class Examples(msgspec.Struct, frozen=True):
    """Points, and which of them are learned from and which test.

    Attributes:
        train, test: The numbers of points.
    """

    problem: Problem
    train: Array
    test: Array

    @classmethod
    def split(cls, settings: Any, problem: Problem) -> "Examples":
        """Return points split by lot, as the settings say."""
        count = len(problem.x)
        order = np.random.default_rng([settings.seed, 1]).permutation(count)
        cut = num_train(settings.train_share, count)
        return cls(problem, order[:cut], order[cut:])

    def added(self, x1: float, x2: float, label: float) -> "Examples":
        """Return them with one more to learn from."""
        p = self.problem
        x = np.concatenate([p.x, np.array([[x1, x2]], p.x.dtype)])
        y = np.concatenate([p.y, np.array([label], p.y.dtype)])
        return self._with(x, y, np.append(self.train, len(p.x)))

    def moved(self, index: int, x1: float, x2: float) -> "Examples":
        """Return them with the training example of this number elsewhere."""
        x = self.problem.x.copy()
        x[self._number_of(index)] = x1, x2
        return self._with(x, self.problem.y, self.train)

    def removed(self, index: int) -> "Examples":
        """Return them without the training example of this number."""
        self._number_of(index)
        if len(self.train) == 1:
            raise ConfigError("This is the last training example; it must stay.")
        train = np.delete(self.train, index)
        return self._with(self.problem.x, self.problem.y, train)

    def _number_of(self, index: int) -> int:
        if not 0 <= index < len(self.train):
            raise ConfigError(f"There is no training example {index}.")
        return int(self.train[index])

    def _with(self, x: Array, y: Array, train: Array) -> "Examples":
        if not np.all(np.isfinite(x)) or np.abs(x).max() > FARTHEST:
            raise ConfigError("A point's coordinates must be finite numbers.")
        problem = msgspec.structs.replace(self.problem, x=x, y=y)
        return Examples(problem, train, self.test)
