import numpy as np

from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import (
    as_single,
    check,
    examples,
    signs,
    square,
)

HALF_SIDE = 5.0
PADDING = 0.3


def xor(num_points: int = 500, noise: float = 0.0, seed: int = 0) -> Examples:
    """Return a square whose quadrants 1 and 3 are labeled 1, 2 and 4 labeled -1.

    Each coordinate is spread evenly over [-5, 5] and then moved 0.3 away from 0.

    Args:
        num_points: How many.
        noise: From 0 to 0.5: a point is moved by up to 5 `noise` before it is labeled.
        seed: The same seed gives the same points.

    Shapes:
        x: (num_points, 2), float32; y: (num_points, 1), float32, 1 or -1

    Raises:
        ConfigError: An argument is out of range.

    Source: TensorFlow Playground, `classifyXORData` in src/dataset.ts.
    """
    check(num_points, noise)
    draws = Draws(seed)
    points = square(draws, HALF_SIDE, num_points)
    points += np.where(points > 0, PADDING, -PADDING)
    moved = as_single(points) + noise * square(draws, HALF_SIDE, num_points)
    return examples(points, signs(moved[:, 0] * moved[:, 1] >= 0))
