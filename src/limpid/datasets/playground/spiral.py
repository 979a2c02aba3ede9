import numpy as np

from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import check, examples, shares
from limpid.datasets.playground._spirals import arms


def spiral(num_points: int = 500, noise: float = 0.0, seed: int = 0) -> Examples:
    """Return two arms of 1.75 turns, half a turn apart, labeled 1 and -1.

    Args:
        num_points: How many.
        noise: From 0 to 0.5: each coordinate is moved by up to this much.
        seed: The same seed gives the same points; without noise all seeds do.

    Shapes:
        x: (num_points, 2), float32; y: (num_points, 1), float32, 1 or -1

    Raises:
        ConfigError: An argument is out of range.

    Source: TensorFlow Playground, `classifySpiralData` in src/dataset.ts.
    """
    check(num_points, noise)
    points = np.concatenate(arms(num_points, noise, Draws(seed), 2))
    return examples(points, np.repeat([1.0, -1.0], shares(num_points, 2)))
