import numpy as np

from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import check, numbered, polar, shares
from limpid.datasets.playground.gauss import variance

# From the origin to the playground's two clouds at (2, 2) and (-2, -2).
RADIUS = np.sqrt(8)


def blobs(
    num_points: int = 500, noise: float = 0.0, seed: int = 0, num_classes: int = 3
) -> Examples:
    """Return a normal cloud for each class, their centers evenly around a circle.

    Args:
        num_points: How many, shared out evenly.
        noise: From 0 to 0.5, on which the variance grows from 0.5 to 4.
        seed: The same seed gives the same points.
        num_classes: How many clouds.

    Shapes:
        x: (num_points, 2), float32; y: (num_points,), uint8, class numbers

    Raises:
        ConfigError: An argument is out of range.
    """
    check(num_points, noise, num_classes)
    draws = Draws(seed)
    angles = np.pi / 4 + 2 * np.pi * np.arange(num_classes) / num_classes
    centers = polar(np.full(num_classes, RADIUS), angles)
    counts = shares(num_points, num_classes)
    return numbered(
        [
            center + draws.normal(0, variance(noise), 2 * count).reshape(-1, 2)
            for center, count in zip(centers, counts, strict=True)
        ]
    )
