from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import as_single, check, examples, square

HALF_SIDE = 6.0


def reg_plane(num_points: int = 1200, noise: float = 0.0, seed: int = 0) -> Examples:
    """Return points of [-6, 6] x [-6, 6] and their target (x1 + x2) / 10.

    Args:
        num_points: How many.
        noise: From 0 to 0.5: a point is moved by up to 6 `noise` each way before its
            target is read off.
        seed: The same seed gives the same points.

    Shapes:
        x: (num_points, 2), float32; y: (num_points, 1), float32

    Raises:
        ConfigError: An argument is out of range.

    Source: TensorFlow Playground, `regressPlane` in src/dataset.ts.
    """
    check(num_points, noise)
    draws = Draws(seed)
    points = square(draws, HALF_SIDE, num_points)
    moved = as_single(points) + noise * square(draws, HALF_SIDE, num_points)
    return examples(points, moved.sum(axis=1) / 10)
