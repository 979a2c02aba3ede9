"""Arms of a spiral, as many as there are classes."""

import numpy as np

from limpid.datasets._draws import Draws, Numbers
from limpid.datasets.playground._points import polar, shares, square

RADIUS = 5.0
TURNS = 1.75


def arms(
    num_points: int, noise: float, draws: Draws, num_classes: int
) -> list[Numbers]:
    """Return the points of each arm; the arms divide the full turn evenly."""
    starts = 2 * np.pi * np.arange(num_classes) / num_classes
    counts = shares(num_points, num_classes)
    return [
        _arm(count, start) + noise * square(draws, 1.0, count)
        for count, start in zip(counts, starts, strict=True)
    ]


def _arm(num_points: int, start: float) -> Numbers:
    way = np.arange(num_points) / num_points
    return polar(RADIUS * way, 2 * np.pi * TURNS * way + start)
