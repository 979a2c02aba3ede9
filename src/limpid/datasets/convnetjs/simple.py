import numpy as np

from limpid.datasets.dataset import Examples

_FIRST = [
    [1.8133, 1.0139], [2.7258, 1.0668], [1.4117, 0.5593], [4.1832, 0.3044],
    [1.8636, 0.1677],
]  # fmt: skip
_SECOND = [
    [-0.4326, 1.1909], [3.0, 4.0], [0.1253, -0.0376], [0.2877, 0.3273],
    [-1.1465, 0.1746], [0.5, 3.2], [0.8, 3.2], [1.0, -2.2],
]  # fmt: skip


def simple() -> Examples:
    """Return the demonstration's thirteen points: five of class 0, eight of class 1.

    Shapes:
        x: (13, 2), float32; y: (13,), uint8

    Source: ConvNetJS, `original_data` in demo/js/classify2d.js.
    """
    labels = np.repeat([0, 1], [len(_FIRST), len(_SECOND)]).astype(np.uint8)
    return np.array(_FIRST + _SECOND, np.float32), labels
