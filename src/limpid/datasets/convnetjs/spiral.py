import numpy as np

from limpid.datasets._draws import Draws, Numbers
from limpid.datasets.dataset import Examples
from limpid.datasets.playground._points import numbered, polar


def spiral(seed: int = 0) -> Examples:
    """Return two arms of 1.25 turns and 100 points, half a turn apart, a little noisy.

    Shapes:
        x: (200, 2), float32; y: (200,), uint8

    Source: ConvNetJS, `spiral_data` in demo/js/classify2d.js.
    """
    draws = Draws(seed)
    return numbered([_arm(draws, np.pi), _arm(draws, 0.0)])


def _arm(draws: Draws, start: float) -> Numbers:
    way = np.arange(100) / 100
    radius = 5 * way + draws.uniform(-0.1, 0.1, 100)
    return polar(radius, 2.5 * np.pi * way + start + draws.uniform(-0.1, 0.1, 100))
