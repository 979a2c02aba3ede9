"""How well LeNet reads, until its weights change: each figure is computed once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.studio.screens import _lenet_drawings as drawings
from limpid.studio.screens._lenet_data import MAX_JUDGED, Problem
from limpid.studio.screens._lenet_network import Network
from limpid.studio.screens._lenet_state import Collection, Kept

Array = NDArray[Any]


class Judgement:
    """What is known of a network's answers.

    Args:
        network: To be judged.
        problem: What it learns.
    """

    def __init__(self, network: Network, problem: Problem) -> None:
        """Know nothing yet."""
        self.network, self.problem = network, problem
        self._known: dict[Any, Any] = {}

    def forget(self) -> None:
        """Judge anew: the weights have changed."""
        self._known.clear()

    def part(self, which: str) -> tuple[Array, Array]:
        """Return as many pictures to train on, or to test, as are judged."""
        p = self.problem
        x, y = (p.x, p.y) if which == "train" else (p.x_test, p.y_test)
        count = min(len(p.x_test), MAX_JUDGED)
        return x[:count], y[:count]

    def of(self, which: str = "test") -> tuple[Array, Array]:
        """Return the loss and the probabilities of each picture."""
        if which not in self._known:
            self._known[which] = self.network.judge(*self.part(which))
        losses, probabilities = self._known[which]
        return losses, probabilities

    def accuracy(self, which: str = "test") -> float:
        """Return the share of pictures that are read rightly."""
        predicted = self.of(which)[1].argmax(axis=1)
        return float(np.mean(predicted == self.part(which)[1]))

    def figures(self) -> list[float]:
        """Return the losses, to train and to test, then the accuracies."""
        parts = ("train", "test")
        losses = [float(self.of(part)[0].mean()) for part in parts]
        return [*losses, *map(self.accuracy, parts)]

    def own(self, kept: tuple[Kept, ...]) -> Collection:
        """Return people's own drawings, and what the network takes them for."""
        x = drawings.pictures(kept, self.problem)
        if kept not in self._known:
            self._known[kept] = drawings.judged(self.network, kept, x)
        return drawings.collection(kept, x, self._known[kept])
