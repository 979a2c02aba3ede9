"""Hard case 1: the first and third quadrants against the second and fourth."""

import numpy as np
from numpy.typing import NDArray

from limpid.datasets._plane import draw, hard_case
from limpid.datasets.dataset import Examples, Splits
from limpid.datasets.fetch import load


def _is_inside(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    return points[:, 0] * points[:, 1] > 0


def generate(num_points: int, seed: int = 0) -> Examples:
    """Return points (num_points, 2), float32, and labels (num_points, 1), uint8."""
    return draw(num_points, seed, _is_inside)


DATASET = hard_case(
    "quadrants", "Hard case 1: quadrants 1 and 3 against 2 and 4", _is_inside
)


def load_data() -> Splits:
    """Return 2,000 points to train on and 2,000 others to test.

    Shapes:
        x: (2000, 2), float32, in [-3, 3]; y: (2000, 1), uint8, 1 for inside
    """
    return load(DATASET)
