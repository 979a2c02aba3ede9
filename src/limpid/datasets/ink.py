"""Ink: strokes of a pen as a picture."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limpid.errors import DataError

__all__ = ["ink"]

Floats = NDArray[np.float64]


def ink(strokes: Sequence[ArrayLike], side: int = 112, pen: float = 0.08) -> Floats:
    """Return what a round pen leaves on a square sheet: 0 for the ground, 1 for ink.

    Args:
        strokes: Each the points (x, y) that the pen went through, in shares of the
            sheet's side, from the upper left; a stroke of one point is a dot.
        side: Height and width of the picture, in pixels.
        pen: The pen's width, as a share of the sheet's side.

    Shapes: strokes (points, 2) each; returns (side, side).

    Raises:
        DataError: A point is not finite, or a stroke is not of points.

    Example:
        >>> ink([[(0.25, 0.5), (0.75, 0.5)]], side=4, pen=0.5)[:, 2].tolist()
        [0.0, 1.0, 1.0, 0.0]
    """
    sheet = np.zeros((side, side))
    for stroke in strokes:
        points = _points(stroke) * side
        for start, end in zip(points, [*points[1:], points[-1]], strict=True):
            _draw(sheet, start, end, pen * side / 2)
    return sheet


def _points(stroke: ArrayLike) -> Floats:
    points = np.asarray(stroke, np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise DataError(
            f"A stroke of shape {points.shape} was given; expected (points, 2)."
        )
    if not np.isfinite(points).all():
        raise DataError("A stroke has a point that is not finite; leave it out.")
    return points


def _draw(sheet: Floats, start: Floats, end: Floats, radius: float) -> None:
    """Leave ink along a line: full within the radius, fading over one pixel."""
    low = np.floor(np.minimum(start, end) - radius - 1).astype(int)
    high = np.ceil(np.maximum(start, end) + radius + 1).astype(int)
    (left, top), (right, bottom) = np.clip([low, high], 0, len(sheet))
    x = np.arange(left, right) + 0.5 - start[0]
    y = np.arange(top, bottom)[:, None] + 0.5 - start[1]
    way = end - start
    length = way @ way
    share = np.clip((x * way[0] + y * way[1]) / length, 0, 1) if length else 0.0
    distance = np.hypot(x - share * way[0], y - share * way[1])
    part = sheet[top:bottom, left:right]
    np.maximum(part, np.clip(radius + 0.5 - distance, 0, 1), out=part)
