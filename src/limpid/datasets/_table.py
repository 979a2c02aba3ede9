"""What the small sets of the lectures share: a few rows that are all there is."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from limpid.datasets.dataset import Array, Dataset, Splits

SOURCE = "a table of the lectures that limpid accompanies"


def table(
    name: str, title: str, x: Array, y: Array, classes: tuple[str, ...] = ()
) -> Dataset:
    """Describe a set whose few rows serve for training and for testing alike."""

    def read(_: Sequence[Path]) -> Splits:
        return (x.copy(), y.copy()), (x.copy(), y.copy())

    return Dataset(
        name=name,
        title=title,
        licence="a few facts; free to use",
        citation=SOURCE,
        home="",
        reader=read,
        shapes=(x.shape, y.shape, x.shape, y.shape),
        classes=classes,
    )


def truth_table(name: str, outputs: Sequence[int]) -> Dataset:
    """Describe a gate by its outputs for 00, 01, 10 and 11."""
    return table(
        name,
        f"The truth table of {name.removeprefix('logic_').upper()}: four rows",
        np.array([[0, 0], [0, 1], [1, 0], [1, 1]], np.float32),
        np.array(outputs, np.uint8).reshape(-1, 1),
        classes=("0", "1"),
    )
