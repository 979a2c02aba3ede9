"""The digit 5 on an 8 x 8 grid, behind the convolution slides."""

import numpy as np

from limpid.datasets._table import table
from limpid.datasets.dataset import Splits
from limpid.datasets.fetch import load

_ROWS = """
    ........
    ...###..
    ...#....
    ...###..
    .....#..
    .....#..
    ...###..
    ........
"""

DATASET = table(
    "digit_five",
    "The digit 5 on an 8 x 8 grid: one picture",
    np.array([[[cell == "#" for cell in row] for row in _ROWS.split()]], np.float32),
    np.array([5], np.uint8),
    classes=tuple("0123456789"),
)


def load_data() -> Splits:
    """Return the one picture twice: to train on, and to test.

    The slides lost it; it was recovered from the printed results of their filters,
    which determine all 64 cells.

    Shapes:
        x: (1, 8, 8), float32, 1 for ink; y: (1,), uint8, the label 5
    """
    return load(DATASET)
