"""Pictures as text: a few examples of a data set, side by side."""

import sys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_WIDTH = 76
_GAP = "   "
_SHADES = " ░▒▓█"
_PLAIN_SHADES = " .:*#"


def row_of_pictures(
    examples: NDArray[np.generic],
    labels: NDArray[np.generic],
    classes: Sequence[str],
) -> str:
    """Return one picture of each of the first classes, its name below; "" if not flat.

    Args:
        examples: (examples, height, width).
        labels: Numbers of the classes.
        classes: Their names.
    """
    if examples.ndim != 3 or not classes:
        return ""
    first = [int(np.argmax(labels == label)) for label in range(len(classes))]
    drawings = [_draw(picture) for picture in _cropped(examples[first])]
    width = len(drawings[0][0])
    count = (_WIDTH + len(_GAP)) // (width + len(_GAP))
    chosen = _evenly(len(classes), count)
    rows = zip(*(drawings[i] for i in chosen), strict=True)
    names = _GAP.join(classes[i].center(width) for i in chosen)
    return "\n".join([*(_GAP.join(row).rstrip() for row in rows), names.rstrip()])


def _evenly(total: int, count: int) -> list[int]:
    """Return about `count` of the numbers below `total`, evenly spread."""
    return [int(i) for i in np.linspace(0, total - 1, min(count, total))]


def _cropped(pictures: NDArray[np.generic]) -> Floats:
    """Return the pictures from 0 to 1, without the rim that all leave blank."""
    ink = pictures.astype(np.float64) / pictures.max()
    rows, columns = np.flatnonzero(ink.max((0, 2))), np.flatnonzero(ink.max((0, 1)))
    cropped: Floats = ink[:, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return cropped


def _draw(picture: Floats) -> list[str]:
    """Return lines; a character is twice as high as wide."""
    if picture.shape[1] <= _WIDTH // 8:
        return _shaded(picture.repeat(2, axis=1))
    even = picture[: len(picture) // 2 * 2]
    return _shaded((even[::2] + even[1::2]) / 2)


def _shaded(ink: Floats) -> list[str]:
    shades = np.array(list(_SHADES if _can_print(_SHADES) else _PLAIN_SHADES))
    levels = np.rint(ink * (len(shades) - 1)).astype(int)
    return ["".join(line) for line in shades[levels]]


def _can_print(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
