"""Digits28: the digits of the package, enlarged as MNIST's are: 28 x 28."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.datasets import digits
from limpid.datasets.centered_digit import centered_digit, resampling
from limpid.datasets.dataset import Splits
from limpid.datasets.fetch import load

Array = NDArray[Any]

_SCANNED = 32
# Between the inked share of a cell and the sharp rim that was scanned.
_SHARPNESS = 4.0


def _read(paths: Sequence[Path]) -> Splits:
    (x_train, y_train), (x_test, y_test) = digits.DATASET.reader(paths)
    return (_enlarged(x_train), y_train), (_enlarged(x_test), y_test)


def _enlarged(cells: Array) -> Array:
    """Return pictures in which strokes have rims again, centered as MNIST's."""
    across = resampling(8, _SCANNED)
    smooth = across @ (cells / 16) @ across.T
    sharp = np.clip((smooth - 0.5) * _SHARPNESS + 0.5, 0, 1)
    pictures = np.array([centered_digit(drawing).picture for drawing in sharp])
    whole: Array = np.rint(255 * pictures).astype(np.uint8)
    return whole


DATASET = replace(
    digits.DATASET,
    name="digits28",
    title="Digits28: the digits, enlarged to 28 x 28 as MNIST's are; no download",
    reader=_read,
    shapes=((1438, 28, 28), (1438,), (359, 28, 28), (359,)),
)


def load_data() -> Splits:
    """Return the digits like MNIST's: `(x_train, y_train), (x_test, y_test)`.

    Each cell of the 8 x 8 digits says how much of 4 x 4 scanned pixels was inked;
    between them the scan is guessed, smoothly. Pixels are uint8, 0 for the ground and
    255 for full ink; labels are uint8, 0 to 9. The parting is that of `digits`.

    Shapes:
        x_train: (1438, 28, 28); y_train: (1438,); x_test: (359, 28, 28);
        y_test: (359,)

    Example:
        >>> (x_train, y_train), (x_test, y_test) = load_data()
        >>> x_train.shape, int(x_train.max())
        ((1438, 28, 28), 255)
    """
    return load(DATASET)
