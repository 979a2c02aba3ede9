from math import inf
from typing import Any

import numpy as np

from limpid.linear._least_squares import shortest_separator
from limpid.linear._table import table


def mistake_bound(x: Any, y: Any) -> float:
    """Return (R / margin)**2: so many mistakes the perceptron makes at most.

    R is the length of the longest example and margin the distance that the best line
    keeps from all of them, both with the bias's input of 1 as a coordinate.

    Returns:
        Infinity where no line separates the two classes.

    Source: Novikoff 1962, "On convergence proofs for perceptrons".

    Example:
        >>> round(mistake_bound([[0.0], [2.0]], [-1, 1]), 6)
        10.0
    """
    points, targets, _ = table(x, y)
    signed = points * targets[:, np.newaxis]
    shortest = shortest_separator(signed)
    if np.min(signed @ shortest) < 1 - 1e-6:
        return inf
    radius_squared = np.max(np.sum(points**2, axis=1))
    return float(radius_squared * (shortest @ shortest))
