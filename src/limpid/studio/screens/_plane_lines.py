"""Lines w·x + b = 0 in the plane, the arrows that stand on them, and its grid."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

NOWHERE = np.full(4, np.nan)


def zero_line(weights: Array, bias: float, side: float) -> Array:
    """Return the two ends of the line within the square from -side to side.

    Returns:
        x1, x2 of the one end and of the other; NaN if there is no line to be seen.
    """
    length = float(np.hypot(*weights))
    if not length or not np.isfinite([length, bias]).all():
        return NOWHERE
    normal = weights / length
    foot, along = -bias / length * normal, np.array([-normal[1], normal[0]])
    with np.errstate(divide="ignore", invalid="ignore"):
        walls = np.sort([(-side - foot) / along, (side - foot) / along], axis=0)
    # Along an axis the line is always, or never, between the walls.
    walls[:, (along == 0) & (np.abs(foot) <= side)] = [[-np.inf], [np.inf]]
    first, last = walls[0].max(), walls[1].min()
    if not first < last:
        return NOWHERE
    return np.concatenate([foot + first * along, foot + last * along])


def middle(line: Array) -> Array:
    """Return the middle of what is seen of a line."""
    return np.asarray((line[:2] + line[2:]) / 2)


def arrow(line: Array, weights: Array, scale: float) -> Array:
    """Return start and end of an arrow along the weights from the line's middle."""
    start = middle(line)
    return np.concatenate([start, start + scale * weights])


def grid(side: float, pixels: int) -> Array:
    """Return the centers of the pixels of a square, row by row from the upper left."""
    along = (np.arange(pixels) + 0.5) / pixels * 2 * side - side
    x1, x2 = np.meshgrid(along, -along)
    return np.stack([x1.ravel(), x2.ravel()], axis=1)
