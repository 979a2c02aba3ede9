import numpy as np

from limpid.datasets._draws import Draws, Numbers
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import as_single, check, examples, square

HALF_SIDE = 6.0
REACH = 2.0
TOPS = np.array([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
HEIGHTS = np.array([1, -1, 1, -1, 1, -1])


def reg_gauss(num_points: int = 1200, noise: float = 0.0, seed: int = 0) -> Examples:
    """Return points of [-6, 6] x [-6, 6] and the height there of six cones.

    The tops are 1 and -1 in turn; a cone falls to 0 at distance 2 from its top. Where
    cones meet, the one farther from 0 counts.

    Args:
        num_points: How many.
        noise: From 0 to 0.5: a point is moved by up to 6 `noise` each way before its
            target is read off.
        seed: The same seed gives the same points.

    Shapes:
        x: (num_points, 2), float32; y: (num_points, 1), float32, in [-1, 1]

    Raises:
        ConfigError: An argument is out of range.

    Source: TensorFlow Playground, `regressGaussian` in src/dataset.ts.
    """
    check(num_points, noise)
    draws = Draws(seed)
    points = square(draws, HALF_SIDE, num_points)
    moved = as_single(points) + noise * square(draws, HALF_SIDE, num_points)
    return examples(points, _height(moved))


def _height(points: Numbers) -> Numbers:
    offsets = points[:, np.newaxis] - TOPS
    distances = np.hypot(offsets[..., 0], offsets[..., 1])
    heights = HEIGHTS * np.maximum(1 - distances / REACH, 0)
    highest = np.abs(heights).argmax(axis=1)
    return np.asarray(heights[np.arange(len(points)), highest])
