"""The truth table of AND, which a single unit can learn."""

from limpid.datasets._table import truth_table
from limpid.datasets.dataset import Splits
from limpid.datasets.fetch import load

DATASET = truth_table("logic_and", (0, 0, 0, 1))


def load_data() -> Splits:
    """Return the four rows of AND twice: to train on, and to test.

    Shapes:
        x: (4, 2), float32, 0 or 1; y: (4, 1), uint8

    Example:
        >>> (x, y), _ = load_data()
        >>> y.ravel().tolist()
        [0, 0, 0, 1]
    """
    return load(DATASET)
