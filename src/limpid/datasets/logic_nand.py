"""The truth table of NAND, which a single unit can learn."""

from limpid.datasets._table import truth_table
from limpid.datasets.dataset import Splits
from limpid.datasets.fetch import load

DATASET = truth_table("logic_nand", (1, 1, 1, 0))


def load_data() -> Splits:
    """Return the four rows of NAND twice: to train on, and to test.

    Shapes:
        x: (4, 2), float32, 0 or 1; y: (4, 1), uint8

    Example:
        >>> (x, y), _ = load_data()
        >>> y.ravel().tolist()
        [1, 1, 1, 0]
    """
    return load(DATASET)
