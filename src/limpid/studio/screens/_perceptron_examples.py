"""The perceptron's examples, and the lines of a program that make them."""

from typing import Any

import numpy as np

from limpid.datasets.playground import blobs, half_planes
from limpid.studio.screens._perceptron_state import Array

CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]]
GATES = {
    "AND": [-1, -1, -1, 1],
    "OR": [-1, 1, 1, 1],
    "NAND": [1, 1, 1, -1],
    "XOR": [-1, 1, 1, -1],
}
MANY = "500 points"


def examples_of(state: Any) -> tuple[Array, Array]:
    """Return the points and labels that the state names."""
    if state.data in GATES:
        return np.array(CORNERS, float), np.array(GATES[state.data])
    if state.data == "worked example":
        # The lecture's z = 1 + 3 x1 - 2 x2 sends (-1, 2) to -6.
        return np.array([[-1.0, 2], [1, 1], [1, -1], [-1, 0]]), np.array([-1, 1, 1, -1])
    if state.data == MANY:
        x, y = half_planes(500, seed=state.seed)
        return np.round(x.astype(float), 2), y.ravel().astype(int)
    x, y = blobs(16, seed=state.seed, num_classes=2)
    closer = 0.5 if state.data == "clouds" else 0.1
    centers = np.where(y, -2, 2)[:, np.newaxis]
    return np.round((x + (2 * closer - 1) * centers) / 2, 2), np.where(y, -1, 1)


def program(state: Any, x: Array, y: Array) -> str:
    """Return the lines of a program that make x and y.

    Many points are drawn by the library's function; changed ones follow, unless points
    were added or removed.
    """
    first, labels = examples_of(state)
    if state.data != MANY or len(first) != len(x):
        return f"x = np.array({x.tolist()})\ny = np.array({y.tolist()})"
    changed = np.flatnonzero((first != x).any(1) | (labels != y))
    return "\n".join(
        [
            f"x, y = half_planes(500, seed={state.seed})",
            "x, y = np.round(x.astype(float), 2), y.ravel()",
            *(f"x[{i}], y[{i}] = {x[i].tolist()}, {y[i]}" for i in changed),
        ]
    )
