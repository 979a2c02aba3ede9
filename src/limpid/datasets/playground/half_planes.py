import numpy as np

from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import as_single, check, examples, signs, square

HALF_SIDE = 2.5
SLOPE, HEIGHT = 1.2, 0.25
GAP = 0.05


def half_planes(num_points: int = 500, seed: int = 0) -> Examples:
    """Return points above the line x2 = 1.2 x1 + 0.25, labeled 1, and below it, -1.

    They are spread evenly over [-2.5, 2.5] x [-2.5, 2.5]; those nearer than 0.05 to the
    line are moved straight up or down by 0.1, so that a line parts the classes with
    room to spare.

    Args:
        num_points: How many.
        seed: The same seed gives the same points.

    Shapes:
        x: (num_points, 2), float32; y: (num_points, 1), float32, 1 or -1

    Raises:
        ConfigError: An argument is out of range.
    """
    check(num_points, 0.0)
    points = as_single(square(Draws(seed), HALF_SIDE, num_points))
    above = points[:, 1] - (SLOPE * points[:, 0] + HEIGHT)
    side = signs(above >= 0)
    near = np.abs(above) < GAP * np.hypot(1, SLOPE)
    points[near, 1] += 2 * GAP * side[near]
    return examples(points, side)
