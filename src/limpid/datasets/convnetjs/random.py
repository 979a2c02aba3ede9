import numpy as np

from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples


def random(seed: int = 0) -> Examples:
    """Return 40 points of [-3, 3] x [-3, 3] whose classes mean nothing.

    Shapes:
        x: (40, 2), float32; y: (40,), uint8

    Source: ConvNetJS, `random_data` in demo/js/classify2d.js.
    """
    draws = Draws(seed)
    points = draws.uniform(-3, 3, 80).reshape(40, 2).astype(np.float32)
    return points, (draws.uniform(0, 1, 40) > 0.5).astype(np.uint8)
