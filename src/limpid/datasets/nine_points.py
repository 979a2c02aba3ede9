"""Nine points of three classes in the plane, for a linear classifier by hand."""

import numpy as np

from limpid.datasets._table import table
from limpid.datasets.dataset import Splits
from limpid.datasets.fetch import load

_FIRST = [[0.5, 0.4], [0.8, 0.3], [0.3, 0.8]]
_SECOND = [[-0.4, 0.3], [-0.3, 0.7], [-0.7, 0.2]]
_THIRD = [[0.7, -0.4], [0.5, -0.6], [-0.4, -0.5]]

DATASET = table(
    "nine_points",
    "Nine points of three classes in the plane",
    np.array(_FIRST + _SECOND + _THIRD, np.float32),
    np.repeat(np.arange(3, dtype=np.uint8), 3),
    classes=("0", "1", "2"),
)


def load_data() -> Splits:
    """Return the nine points twice: to train on, and to test.

    Shapes:
        x: (9, 2), float32; y: (9,), uint8, three of each class in turn
    """
    return load(DATASET)
