"""Least squares whose unknowns may not be negative."""

import numpy as np
from numpy.typing import NDArray

from limpid.linear.update import Numbers

# Below this a slope counts as zero, relative to the numbers of the system.
_TOLERANCE = 1e-12


def nonnegative_least_squares(system: Numbers, goal: Numbers) -> Numbers:
    """Return the u >= 0 for which system @ u is nearest to goal.

    Source: Lawson & Hanson 1974, "Solving least squares problems", chapter 23.
    """
    solution = np.zeros(system.shape[1])
    free = np.zeros(system.shape[1], bool)
    # Each round lowers the error; so many suffice in practice, and an end is certain.
    for _ in range(3 * system.shape[1]):
        slope = np.where(free, -np.inf, system.T @ (goal - system @ solution))
        best = int(np.argmax(slope))
        if slope[best] <= _TOLERANCE * np.abs(system).max():
            break
        free[best] = True
        solution = _feasible(system, goal, solution, free)
    return solution


def _feasible(
    system: Numbers, goal: Numbers, solution: Numbers, free: NDArray[np.bool_]
) -> Numbers:
    """Go towards the best solution of the free unknowns, fixing those that reach 0."""
    while free.any():
        wanted = np.zeros_like(solution)
        wanted[free] = np.linalg.lstsq(system[:, free], goal, rcond=None)[0]
        if np.all(wanted[free] > 0):
            return wanted
        falling = free & (wanted <= 0)
        ways = solution[falling] / (solution[falling] - wanted[falling])
        solution = solution + ways.min() * (wanted - solution)
        free &= solution > _TOLERANCE
        solution[~free] = 0
    return solution


def shortest_separator(signed: Numbers) -> Numbers:
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
