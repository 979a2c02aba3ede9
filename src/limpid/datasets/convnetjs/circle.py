import numpy as np

from limpid.datasets._draws import Draws
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import numbered, polar


def circle(seed: int = 0) -> Examples:
    """Return 50 points of class 1 within 2 of the origin, 50 of class 0 around them.

    Those around stand at even angles, 3 to 5 from the origin.

    Shapes:
        x: (100, 2), float32; y: (100,), uint8

    Source: ConvNetJS, `circle_data` in demo/js/classify2d.js.
    """
    draws, angles = Draws(seed), 2 * np.pi * np.arange(50) / 50
    around = polar(draws.uniform(3, 5, 50), angles)
    inside = polar(draws.uniform(0, 2, 50), draws.uniform(0, 2 * np.pi, 50))
    return numbered([around, inside])
