"""Wider and deeper: ImageNet's errors year by year, and a sweep of one's own."""

from functools import lru_cache
from itertools import product
from math import sqrt
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.datasets import digits
from limpid.datasets.playground import spiral
from limpid.errors import ConfigError
from limpid.layers import Dense
from limpid.metrics import error_interval
from limpid.models import Input, Sequential
from limpid.numbers import load_cases
from limpid.optimizers import Adam
from limpid.studio.screen import Derivation, Line, TimedScreen
from limpid.studio.screens._wider_deeper_code import program
from limpid.studio.screens._wider_deeper_state import (
    Entry,
    Trained,
    WiderDeeperState,
    WiderDeeperView,
)
from limpid.studio.training import seeded

Array = NDArray[Any]
Part = tuple[Array, Array]

# So many pictures give the table's intervals, as the lectures' numbers found.
BOARD_PICTURES, BOARD_CONFIDENCE = 100_000, 0.999
CONFIDENCE = 0.95


@lru_cache(maxsize=2)
def parts_of(data: str) -> tuple[Part, Part]:
    """Return what is learned from, and what tests: rows of numbers, classes."""
    if data == "digits":
        learned, kept = digits.load_data()
        return _rows(*learned), _rows(*kept)
    x, y = spiral(num_points=600, noise=0.1, seed=0)
    labels, order = (y.ravel() > 0).astype(np.int64), _order(len(x))
    train, test = order[:400], order[400:]
    return (x[train], labels[train]), (x[test], labels[test])


def _order(count: int) -> Array:
    return np.random.default_rng(0).permutation(count)


def _rows(x: Array, y: Array) -> Part:
    pixels = np.divide(x, np.float32(16), dtype=np.float32).reshape(len(x), -1)
    return pixels, y.astype(np.int64)


@lru_cache(maxsize=1)
def board() -> tuple[list[Entry], float, float]:
    """Return ImageNet's entries, the best first, then ResNet's error and a person's."""
    case = next(c for c in load_cases() if c.id == "imagenet-leaderboard")
    rows = sorted(case.inputs["rows"], key=lambda row: row[2])
    entries = [
        Entry(year, name, error, (low, high), _board_interval(error))
        for year, name, error, low, high in rows
    ]
    return entries, case.inputs["resnet_2015"], case.inputs["human"]


def _board_interval(error: float) -> tuple[float, float]:
    low, high = error_interval(error / 100, BOARD_PICTURES, BOARD_CONFIDENCE)
    return 100 * low, 100 * high


class WiderDeeper(TimedScreen):
    """One network after the other learns the same, each wider or deeper."""

    title = "Wider and deeper"
    summary = "Train networks of many widths and depths; see what size is worth."
    State = WiderDeeperState
    View = WiderDeeperView
    units = ("network",)

    def __init__(self, state: Any = None) -> None:
        """Load the data; train nothing yet."""
        super().__init__(state)
        self.train, self.test = parts_of(self.state.data)
        self.sizes = list(product(self.state.depths, self.state.widths))
        self.trained: list[Trained] = []

    # Time

    @property
    def position(self) -> int:
        """How many networks have been trained."""
        return len(self.trained)

    def advance_to(self, position: int) -> None:
        for depth, width in self.sizes[len(self.trained) : position]:
            self.trained.append(self._train(depth, width))

    def next_position(self, unit: str) -> int:
        del unit
        return min(self.position + 1, len(self.sizes))

    def last_position(self) -> int | None:
        return len(self.sizes)

    def clock(self) -> str:
        return f"{self.position} of {len(self.sizes)} networks"

    def stop_reason(self) -> str | None:
        if self.position < len(self.sizes):
            return None
        return f"All {self.position} networks are trained."

    def capture(self) -> Any:
        return list(self.trained)

    def restore(self, kept: Any) -> None:
        self.trained = list(kept)

    def _train(self, depth: int, width: int) -> Trained:
        settings, (x, y) = self.state, self.train
        with seeded(settings.seed):
            model = self._network(depth, width)
            size, epochs = settings.batch_size, settings.epochs
            model.fit(x, y, batch_size=size, epochs=epochs, verbose=0)
        train, test = (self._error(model, *part) for part in (self.train, self.test))
        interval = error_interval(test, len(self.test[1]), CONFIDENCE)
        return Trained(width, depth, model.count_params(), train, test, interval)

    def _network(self, depth: int, width: int) -> Any:
        x, y = self.train
        hidden = [Dense(width, self.state.activation) for _ in range(depth)]
        ends = Input((x.shape[1],)), Dense(int(y.max()) + 1, "softmax")
        model = Sequential([ends[0], *hidden, ends[1]])
        loss = "sparse_categorical_crossentropy"
        model.compile(Adam(self.state.learning_rate), loss)
        return model

    def _error(self, model: Any, x: Array, y: Array) -> float:
        taken = model.predict(x, verbose=0).argmax(axis=1)
        return float(np.mean(taken != y))

    def code(self) -> str:
        return program(self.state, self.sizes[: max(1, self.position)])

    # What it shows

    def show(self) -> WiderDeeperView:
        entries, residual, human = board()
        return WiderDeeperView(
            trained=self.trained,
            networks=len(self.sizes),
            examples=(len(self.train[1]), len(self.test[1])),
            says=self._says(),
            board=entries,
            residual=residual,
            human=human,
        )

    def _says(self) -> str:
        if not self.trained:
            return "No network is trained yet: play, or step one network."
        best = min(self.trained, key=lambda one: one.test)
        count = sum(one.interval[0] <= best.test for one in self.trained) - 1
        others = "one other" if count == 1 else f"{count} others"
        known = f"; {others} may be as good, as far as the test can tell"
        return (
            f"Best so far: {best.depth} x {best.width} units, {100 * best.test:.1f} % "
            f"wrong{known if count else ''}."
        )

    def derive(self, number: str) -> Derivation:
        kind, _, which = number.partition("/")
        index = int(which) if which.isdecimal() else -1
        if kind == "test" and 0 <= index < len(self.trained):
            return self._of_trained(self.trained[index])
        if kind == "board" and 0 <= index < len(board()[0]):
            return _of_entry(board()[0][index])
        raise ConfigError(f"This screen has no derivation for {number!r}.")

    def derivable(self) -> list[str]:
        tests = [f"test/{i}" for i in range(len(self.trained))]
        return [*tests, *(f"board/{i}" for i in range(len(board()[0])))]

    def _of_trained(self, one: Trained) -> Derivation:
        count = len(self.test[1])
        wrong = round(one.test * count)
        lines = (
            Line("wrong", "test examples taken for another class", "", wrong),
            Line("e", "wrong / all", f"{wrong} / {count}", one.test),
            *_ends(one.test, count, CONFIDENCE, one.interval),
        )
        title = f"Test error of {one.depth} x {one.width} units"
        return Derivation(title, lines, note="The interval is that of 95 %.")


def _of_entry(entry: Entry) -> Derivation:
    share, (low, high) = entry.error / 100, entry.interval
    ends = _ends(share, BOARD_PICTURES, BOARD_CONFIDENCE, (low / 100, high / 100))
    lines = (Line("e", "wrong among five guesses", "", share), *ends)
    printed = f"The table prints {entry.printed[0]} to {entry.printed[1]} %."
    return Derivation(f"{entry.name}, {entry.year}", lines, note=printed)


def _ends(
    error: float, count: int, confidence: float, interval: tuple[float, float]
) -> list[Line]:
    """Return how an interval follows from an error rate."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    half = z * sqrt(error * (1 - error) / count)
    reach = f"{z:.4g} · √({error:.4g} · (1 − {error:.4g}) / {count})"
    return [
        Line("d", "z √(e (1 − e) / n)", reach, half),
        Line("low", "e − d, at least 0", f"{error:.4g} − {half:.4g}", interval[0]),
        Line("high", "e + d, at most 1", f"{error:.4g} + {half:.4g}", interval[1]),
    ]
