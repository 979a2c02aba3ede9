"""Centered digit: a drawing made into a picture as those of MNIST were made."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limpid.errors import DataError

__all__ = ["CenteredDigit", "centered_digit"]

Floats = NDArray[np.float64]

# Fainter ink, as at the rim of a smoothed stroke, does not belong to the digit's box.
_FAINT = 0.05


class CenteredDigit(NamedTuple):
    """A picture, and what it was made of.

    Args:
        picture: The digit, in the middle.
        top, left, height, width: The ink's box in the drawing, in its pixels.
        row, column: The ink's center of mass in the drawing.
    """

    picture: Floats
    top: int
    left: int
    height: int
    width: int
    row: float
    column: float


def centered_digit(drawing: ArrayLike, side: int = 28, box: int = 20) -> CenteredDigit:
    """Return a drawing's ink in a box, its center of mass in the picture's middle.

    The ink is cut out and scaled, its proportions kept, until its longer side fills
    the box; each pixel is a mean of those around it, so that thin lines stay.

    Args:
        drawing: 0 for the ground, 1 for ink.
        side: Height and width of the picture, in pixels.
        box: Height and width of the box, in pixels.

    Shapes: drawing (height, width); picture (side, side).

    Raises:
        DataError: There is no ink.

    Source: LeCun, Bottou, Bengio & Haffner 1998, section III A: 20 x 20 in 28 x 28.

    Example:
        >>> drawing = np.zeros((50, 40)); drawing[5:45, 2:12] = 1
        >>> found = centered_digit(drawing)
        >>> found.height, found.width, int(found.picture[:, 14].sum())
        (40, 10, 20)
    """
    pixels = np.asarray(drawing, np.float64)
    rows = np.flatnonzero(pixels.max(axis=1) > _FAINT)
    columns = np.flatnonzero(pixels.max(axis=0) > _FAINT)
    if not len(rows):
        raise DataError("The drawing holds no ink; draw something.")
    top, left = int(rows[0]), int(columns[0])
    part = pixels[top : rows[-1] + 1, left : columns[-1] + 1]
    row, column = _center(part)
    picture = _placed(_scaled(part, box), side)
    height, width = part.shape
    return CenteredDigit(picture, top, left, height, width, top + row, left + column)


def _center(ink: Floats) -> tuple[float, float]:
    """Return the center of mass; pixels reach from their number to the next."""
    middles = [np.arange(size) + 0.5 for size in ink.shape]
    down, across = ink.sum(axis=1) @ middles[0], ink.sum(axis=0) @ middles[1]
    return float(down / ink.sum()), float(across / ink.sum())


def _scaled(ink: Floats, box: int) -> Floats:
    sizes = [max(1, round(size * box / max(ink.shape))) for size in ink.shape]
    down, across = map(resampling, ink.shape, sizes)
    scaled: Floats = down @ ink @ across.T
    return scaled


def resampling(size: int, wanted: int) -> Floats:
    """Return the matrix that scales a line of pixels, (wanted, size).

    Each new pixel is a mean whose weights fall off linearly; when shrinking, over as
    many pixels as become one.
    """
    scale = size / wanted
    middles = (np.arange(wanted)[:, None] + 0.5) * scale
    distances = np.abs(np.arange(size) + 0.5 - middles) / max(1.0, scale)
    weights = np.maximum(0, 1 - distances)
    means: Floats = weights / weights.sum(axis=1, keepdims=True)
    return means


def _placed(ink: Floats, side: int) -> Floats:
    """Return a picture with the ink's center of mass in its middle, or nearly."""
    picture = np.zeros((side, side))
    starts = [
        min(max(0, round(side / 2 - center)), side - size)
        for center, size in zip(_center(ink), ink.shape, strict=True)
    ]
    top, left = starts
    picture[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return picture
