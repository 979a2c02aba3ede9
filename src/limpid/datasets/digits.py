"""Digits: 1,797 real handwritten digits, 8 x 8, carried in the package."""

from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

from limpid.datasets._npz import Declared, read_npz
from limpid.datasets.dataset import Dataset, Splits
from limpid.datasets.fetch import load
from limpid.datasets.split import split

_NUM_DIGITS = 1797
_SEED = 1998


def _read(_: Sequence[Path]) -> Splits:
    with as_file(files("limpid.datasets") / "digits.npz") as path:
        arrays = read_npz(
            path,
            {
                "images": Declared("uint8", (_NUM_DIGITS, 8, 8)),
                "labels": Declared("uint8", (_NUM_DIGITS,)),
            },
        )
    images, labels = arrays["images"], arrays["labels"]
    train, test = split(
        images, labels, fractions=(0.8, 0.2), seed=_SEED, stratify=labels
    )
    return (train[0], train[1]), (test[0], test[1])


DATASET = Dataset(
    name="digits",
    title="Digits: handwritten digits, 8 x 8, 1,438 to train on and 359 to test",
    licence="CC BY 4.0",
    citation=(
        "E. Alpaydin, C. Kaynak, Optical recognition of handwritten digits, UCI Machine"
        " Learning Repository, 1998, doi 10.24432/C50P49"
    ),
    home="https://doi.org/10.24432/C50P49",
    reader=_read,
    shapes=((1438, 8, 8), (1438,), (359, 8, 8), (359,)),
    classes=tuple("0123456789"),
)


def load_data() -> Splits:
    """Return the digits: `(x_train, y_train), (x_test, y_test)`.

    Each value counts the inked cells of a 4 x 4 patch of the scanned digit: uint8,
    0 to 16. Labels are uint8, 0 to 9. The parting is fixed, and keeps the mixture of
    the classes. No download: the digits come with limpid.

    Shapes:
        x_train: (1438, 8, 8); y_train: (1438,); x_test: (359, 8, 8); y_test: (359,)

    Example:
        >>> (x_train, y_train), (x_test, y_test) = load_data()
        >>> len(x_train), len(x_test), int(x_train.max())
        (1438, 359, 16)
    """
    return load(DATASET)
