from math import inf
from typing import Any

import numpy as np

from limpid.linear._least_squares import nonnegative_least_squares
from limpid.linear._table import table
from limpid.linear.update import Numbers


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
    shortest = _shortest_separator(signed)
    if np.min(signed @ shortest) < 1 - 1e-6:
        return inf
    radius_squared = np.max(np.sum(points**2, axis=1))
    return float(radius_squared * (shortest @ shortest))


def _shortest_separator(signed: Numbers) -> Numbers:
    """Return the shortest z with signed @ z >= 1, if there is one.

    Its length is 1 / margin. By least distance programming: Lawson & Hanson 1974,
    "Solving least squares problems", chapter 23.
    """
    system = np.vstack([signed.T, np.ones(len(signed))])
    goal = np.zeros(len(system))
    goal[-1] = 1
    residual = system @ nonnegative_least_squares(system, goal) - goal
    if abs(residual[-1]) < 1e-12:
        return np.zeros(signed.shape[1])
    return np.asarray(-residual[:-1] / residual[-1])
