import numpy as np

from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import check, numbered, polar, shares, square

RADIUS = 5.0
# Of a ring's width; the rest lies empty between it and the next.
FILLED = 0.7


def rings(
    num_points: int = 500, noise: float = 0.0, seed: int = 0, num_classes: int = 3
) -> Examples:
    """Return rings about the origin, a disc innermost, one for each class.

    Args:
        num_points: How many, shared out evenly.
        noise: From 0 to 0.5: each coordinate is moved by up to this much.
        seed: The same seed gives the same points.
        num_classes: How many rings.

    Shapes:
        x: (num_points, 2), float32; y: (num_points,), uint8, class numbers

    Raises:
        ConfigError: An argument is out of range.
    """
    check(num_points, noise, num_classes)
    draws, width = Draws(seed), RADIUS / num_classes
    parts = []
    for ring, count in enumerate(shares(num_points, num_classes)):
        radius = draws.uniform(ring * width, (ring + FILLED) * width, count)
        points = polar(radius, draws.uniform(0, 2 * np.pi, count))
        parts.append(points + noise * square(draws, 1.0, count))
    return numbered(parts)
