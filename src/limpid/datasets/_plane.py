"""What the hard cases share: points drawn in a square, labeled by a rule."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from limpid.datasets._table import SOURCE
from limpid.datasets.dataset import Dataset, Examples, Splits

Rule = Callable[[NDArray[np.float64]], NDArray[np.bool_]]

HALF_SIDE = 3.0
_NUM_POINTS = 2000


def draw(num_points: int, seed: int, rule: Rule) -> Examples:
    """Return points uniform in [-3, 3] x [-3, 3] and their labels, 1 where `rule`."""
    # 53 of 64 random bits make a double in [0, 1); raw words never change with NumPy.
    words = np.random.Philox(key=seed).random_raw((num_points, 2))
    points = ((words >> 11) * 2.0**-53 * 2 - 1) * HALF_SIDE
    # The rule sees what the learner sees: points rounded to float32.
    x = points.astype(np.float32)
    return x, rule(x.astype(np.float64)).astype(np.uint8).reshape(-1, 1)


def hard_case(name: str, title: str, rule: Rule) -> Dataset:
    """Describe a set of 2,000 points to train on and 2,000 others to test."""

    def read(_: Sequence[Path]) -> Splits:
        return draw(_NUM_POINTS, 0, rule), draw(_NUM_POINTS, 1, rule)

    shapes = ((_NUM_POINTS, 2), (_NUM_POINTS, 1))
    return Dataset(
        name=name,
        title=title,
        licence="drawn by limpid; free to use",
        citation=SOURCE,
        home="",
        reader=read,
        shapes=shapes + shapes,
        classes=("outside", "inside"),
    )
