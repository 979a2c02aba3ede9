"""Polynomials of two inputs, and the lines between two groups."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid import linalg, linear
from limpid.errors import DataError
from limpid.losses import binary_crossentropy, hinge
from limpid.ops.matmul import matmul
from limpid.studio.screens._boundaries_data import SIDE, drawn
from limpid.studio.screens._boundaries_state import (
    Draws,
    Objectives,
    SeparatingLine,
)
from limpid.studio.screens._polynomials import terms_of

Array = NDArray[Any]

NUM_LINES = 7
MAX_EPOCHS = 1000
NUM_DRAWS = 50
SCALES = np.logspace(-1, 2, 61)


def powers(x: Array, degree: int) -> Array:
    """Return all products of powers of x1 and x2 up to a degree; 1 comes first.

    The inputs are divided by the square's side, so that no power is large.
    """
    x1, x2 = np.asarray(x, np.float64).T / SIDE
    return terms_of(x1, x2, degree)


class Polynomial:
    """The polynomial that is nearest, by least squares, to -1 and 1 of two classes."""

    def __init__(self, degree: int) -> None:
        """Take the degree."""
        self.degree = degree

    def fit(self, x: Array, y: Array) -> "Polynomial":
        """Solve for the weights; the shortest ones where many fit equally well."""
        design = powers(x, self.degree)
        self.weights = matmul(linalg.pinv(design), 2.0 * y - 1).numpy()
        return self

    def predict(self, x: Array) -> Array:
        """Return 1 where the polynomial is positive, else 0."""
        scores = matmul(powers(x, self.degree), self.weights).numpy()
        return np.asarray(scores > 0, np.int64)


class Line:
    """A line as a classifier: 1 on the side to which its weights point."""

    def __init__(self, name: str, weights: Array, bias: float) -> None:
        """Take what it is."""
        self.name, self.weights, self.bias = name, weights, bias

    def scores(self, x: Array) -> Array:
        """Return w·x + b."""
        return np.asarray(matmul(x, self.weights).numpy() + self.bias)

    def predict(self, x: Array) -> Array:
        """Return 1 where the score is positive, else 0."""
        return np.asarray(self.scores(x) > 0, np.int64)

    def judged(self, known: Any, new: Any) -> SeparatingLine:
        """Return its margin and how often it is wrong."""
        distances = (2 * known[1] - 1) * self.scores(known[0])
        length = float(np.linalg.norm(self.weights)) or 1.0
        return SeparatingLine(
            name=self.name,
            weights=self.weights,
            bias=self.bias,
            margin=float(distances.min() / length),
            train=wrong(self, *known),
            test=wrong(self, *new),
        )


def wrong(classifier: Any, x: Array, y: Array) -> float:
    """Return the share of examples that a classifier gets wrong."""
    return float(np.mean(classifier.predict(x) != y))


def lines(x: Array, y: Array, seed: Any) -> tuple[list[Line], str | None]:
    """Return the line of widest margin, then perceptrons', and what is wrong if it is.

    Each perceptron starts from another line and sees the examples in another order.
    """
    random, found, trouble = np.random.default_rng(seed), [], None
    if len(np.unique(y)) < 2:
        return [], "All examples are of one class; add one of the other."
    try:
        found.append(Line("widest margin", *linear.maximum_margin(x, y)))
    except DataError as error:
        trouble = str(error)
    rule = linear.Perceptron(epochs=MAX_EPOCHS if trouble is None else 20)
    for number in range(NUM_LINES):
        order, start = random.permutation(len(y)), random.normal(size=3)
        *_, last = rule.updates(x[order], y[order], start)
        found.append(Line(f"perceptron {number + 1}", last.weights, last.bias))
    return found, trouble


@lru_cache(8)
def over_draws(examples: int, seed: int) -> Draws:
    """Return how often lines of fresh groups are wrong on new examples of theirs."""
    widest, median = [], []
    for draw in range(NUM_DRAWS):
        known, new = (
            drawn("two groups", count, 0, [seed, part, draw])
            for part, count in ((2, examples), (3, 1000))
        )
        first, *others = lines(*known, [seed, 4, draw])[0]
        widest.append(wrong(first, *new))
        median.append(float(np.median([wrong(line, *new) for line in others])))
    return Draws(widest=np.array(widest), median=np.array(median))


def objectives(line: Line, x: Array, y: Array, scale: float) -> Objectives:
    """Return three objectives of a line whose weights and bias are multiplied."""
    scores = line.scores(x)
    curves = np.array([measured(scores * factor, y) for factor in SCALES])
    counts = (int(np.sum((scores * f > 0) != (y == 1))) for f in (scale, 1.0))
    return Objectives(
        scales=SCALES,
        naive=curves[:, 0],
        hinge=curves[:, 1],
        log=curves[:, 2],
        chosen=measured(scores * scale, y),
        wrong=(next(counts), next(counts)),
    )


def measured(scores: Array, y: Array) -> tuple[float, float, float]:
    """Return the naive objective, the mean hinge loss and the mean log loss."""
    targets = y.astype(np.float64)
    naive = float(scores[y == 1].sum() - scores[y == 0].sum())
    log = binary_crossentropy(targets, scores, from_logits=True)
    return naive, float(hinge(2 * targets - 1, scores)), float(log)
