import numpy as np

from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import check, examples, shares


def gauss(num_points: int = 500, noise: float = 0.0, seed: int = 0) -> Examples:
    """Return two normal clouds: about (2, 2) labeled 1, about (-2, -2) labeled -1.

    Args:
        num_points: How many.
        noise: From 0 to 0.5, on which the variance grows from 0.5 to 4.
        seed: The same seed gives the same points.

    Shapes:
        x: (num_points, 2), float32; y: (num_points, 1), float32, 1 or -1

    Raises:
        ConfigError: An argument is out of range.

    Source: TensorFlow Playground, `classifyTwoGaussData` in src/dataset.ts.
    """
    check(num_points, noise)
    sign = np.repeat([1.0, -1.0], shares(num_points, 2))
    spread = Draws(seed).normal(0, variance(noise), 2 * num_points)
    return examples(2 * sign[:, np.newaxis] + spread.reshape(-1, 2), sign)


def variance(noise: float) -> float:
    """Return how wide a cloud is: noise 0 to 0.5 becomes 0.5 to 4."""
    return 0.5 + 7 * noise
