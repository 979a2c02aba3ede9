from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import check, numbered
from limpid.datasets.playground._spirals import arms


def spirals(
    num_points: int = 500, noise: float = 0.0, seed: int = 0, num_classes: int = 3
) -> Examples:
    """Return the playground's spiral with an arm for each class.

    Args:
        num_points: How many, shared out evenly.
        noise: From 0 to 0.5: each coordinate is moved by up to this much.
        seed: The same seed gives the same points; without noise all seeds do.
        num_classes: How many arms.

    Shapes:
        x: (num_points, 2), float32; y: (num_points,), uint8, class numbers

    Raises:
        ConfigError: An argument is out of range.
    """
    check(num_points, noise, num_classes)
    return numbered(arms(num_points, noise, Draws(seed), num_classes))
