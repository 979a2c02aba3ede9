"""Hard case 3: three separate discs against the rest."""

import numpy as np
from numpy.typing import NDArray

from limpid.datasets._plane import draw, hard_case
from limpid.datasets.dataset import Examples, Splits
from limpid.datasets.fetch import load

# The slide gives "three modes" without numbers; places and radius are ours.
_CENTERS = np.array([[-1.5, 1.5], [1.5, 1.5], [0.0, -1.5]])
_RADIUS = 1.0


def _is_inside(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    offsets = points[:, np.newaxis] - _CENTERS
    distances = np.hypot(offsets[..., 0], offsets[..., 1])
    return np.asarray(distances.min(axis=1) <= _RADIUS)


def generate(num_points: int, seed: int = 0) -> Examples:
    """Return points (num_points, 2), float32, and labels (num_points, 1), uint8."""
    return draw(num_points, seed, _is_inside)


DATASET = hard_case(
    "three_modes", "Hard case 3: three discs against the rest", _is_inside
)


def load_data() -> Splits:
    """Return 2,000 points to train on and 2,000 others to test.

    Shapes:
        x: (2000, 2), float32, in [-3, 3]; y: (2000, 1), uint8, 1 for inside
    """
    return load(DATASET)
