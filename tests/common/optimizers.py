"""Weights, gradients and steps to try optimizers on."""

import numpy as np

from limpid.graph import Variable


def start() -> list[np.ndarray]:
    rng = np.random.default_rng(3)
    return [rng.normal(size=(3, 2)), rng.normal(size=(4,))]


def gradients(steps: int) -> list[list[np.ndarray]]:
    """Return random gradients for each step, among them zeros."""
    rng = np.random.default_rng(4)
    rows = [[rng.normal(size=w.shape) for w in start()] for _ in range(steps)]
    rows[2] = [g * 0 for g in rows[2]]
    for row in rows:
        row[0][0, 0] = 0.0
    return rows


def variables() -> list[Variable]:
    """Return the start as weights, each with a path of its own."""
    found = [Variable(value, dtype="float64") for value in start()]
    for i, variable in enumerate(found):
        variable.path = f"weight_{i}"
    return found
