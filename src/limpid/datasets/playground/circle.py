import numpy as np

from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import (
    as_single,
    check,
    examples,
    polar,
    shares,
    signs,
    square,
)

RADIUS = 5.0


def circle(num_points: int = 500, noise: float = 0.0, seed: int = 0) -> Examples:
    """Return a disc labeled 1 inside a ring labeled -1.

    Half the points lie within 2.5 of the origin, half between 3.5 and 5; their radius
    is spread evenly. A point moved by up to 5 `noise` each way is inside within 2.5.

    Args:
        num_points: How many.
        noise: From 0 to 0.5: how far a point is moved before it is labeled.
        seed: The same seed gives the same points.

    Shapes:
        x: (num_points, 2), float32; y: (num_points, 1), float32, 1 or -1

    Raises:
        ConfigError: An argument is out of range.

    Source: TensorFlow Playground, `classifyCircleData` in src/dataset.ts.
    """
    check(num_points, noise)
    draws, (inner, outer) = Draws(seed), shares(num_points, 2)
    inside = draws.uniform(0, RADIUS / 2, inner)
    around = draws.uniform(0.7 * RADIUS, RADIUS, outer)
    angle = draws.uniform(0, 2 * np.pi, num_points)
    points = polar(np.concatenate([inside, around]), angle)
    moved = as_single(points) + noise * square(draws, RADIUS, num_points)
    return examples(points, signs(np.hypot(*moved.T) < RADIUS / 2))
