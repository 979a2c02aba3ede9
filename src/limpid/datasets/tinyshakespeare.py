"""Tiny Shakespeare: 40,000 lines of plays as one text, for models of characters."""

import gzip
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from limpid.datasets.dataset import Dataset, Packing, RemoteFile, Splits
from limpid.datasets.fetch import load

# All 65 characters of the text, in the order of their codes.
CHARACTERS = "\n !$&',-.3:;?" + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

# What a text to be gone on with begins with, if nothing else is said.
BEGINNING = "\n"

# The first nine tenths are for training, as in nanoGPT's data/shakespeare_char;
# char-rnn itself takes 95 % by default, so its figures are of other test data.
TRAIN_SHARE = 0.9

_COMMIT = "6f9487a6fe5b420b7ca9afb0d7c078e37c1d1b4e"
_HOME = "https://github.com/karpathy/char-rnn"
_RAW = "https://raw.githubusercontent.com/karpathy/char-rnn"


def encode(text: str) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    """Return the numbers of a text's characters.

    Raises:
        ValueError: A character is none of `CHARACTERS`.

    Example:
        >>> encode("ABBA").tolist()
        [13, 14, 14, 13]
    """
    return np.array([CHARACTERS.index(c) for c in text], np.uint8)


def decode(numbers: Sequence[int]) -> str:
    """Return the text of some numbers.

    Example:
        >>> decode([13, 14, 14, 13])
        'ABBA'
    """
    return "".join(CHARACTERS[n] for n in numbers)


def _read(paths: Sequence[Path]) -> Splits:
    return _split(paths[0].read_bytes())


def _read_packed(paths: Sequence[Path]) -> Splits:
    return _split(gzip.decompress(paths[0].read_bytes()))


def _split(text: bytes) -> Splits:
    numbers = np.zeros(128, np.uint8)
    numbers[list(CHARACTERS.encode())] = np.arange(len(CHARACTERS))
    codes = numbers[np.frombuffer(text, np.uint8)]
    cut = int(len(codes) * TRAIN_SHARE)
    train, test = codes[:cut], codes[cut:]
    return (train[:-1], train[1:]), (test[:-1], test[1:])


DATASET = Dataset(
    name="tinyshakespeare",
    title="Tiny Shakespeare: 1,115,394 characters of plays; the next one is to be told",
    licence="the plays are in the public domain; the repository says MIT",
    citation=(
        "A. Karpathy, The unreasonable effectiveness of recurrent neural networks, 2015"
    ),
    home=_HOME,
    reader=_read,
    shapes=((1_003_853,), (1_003_853,), (111_539,), (111_539,)),
    files=(
        RemoteFile(
            "input.txt",
            "86c4e6aa9db7c042ec79f339dcb96d42b0075e16b8fc2e86bf0ca57e2dc565ed",
            1_115_394,
            (f"{_RAW}/{_COMMIT}/data/tinyshakespeare/input.txt",),
        ),
    ),
    alternatives=(
        Packing(
            (
                RemoteFile(
                    "input.txt.gz",
                    "13125fe8f49092165d7d489e3944db52d1ba546e64a60080cc9523bcd0c5e46a",
                    433_884,
                ),
            ),
            _read_packed,
        ),
    ),
    classes=tuple(CHARACTERS),
)


def load_data() -> Splits:
    """Return the text as numbers, and at each place the number that follows.

    Shapes:
        x_train: (1003853,), uint8, 0 to 64; y_train: the same, one place on; x_test,
        y_test: (111539,)

    Raises:
        LimpidFileError: The file cannot be had, or is not the published one.
    """
    return load(DATASET)
