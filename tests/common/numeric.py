"""Finite differences: what a gradient must be, found without any calculus."""

from collections.abc import Callable, Sequence

import numpy as np

import limpid
from limpid.graph.tree import leaves

STEP = 1e-6
RTOL, ATOL = 1e-3, 1e-5


def weighted(y, seed: int = 0):
    """Return one number that depends on every float element of a result.

    Its squares make the second derivative of a linear operation one worth checking.
    """
    rng = np.random.default_rng(seed)
    parts = [limpid.Tensor(0.0, dtype="float64")]
    for part in leaves(y):
        if part.dtype.kind == "f":
            weights = rng.uniform(0.5, 1.5, part.shape)
            parts.append(limpid.sum(part * weights + part * part * 0.1))
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total


def slopes(function: Callable, arrays: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Return the gradient of function(arrays), one number, by central differences."""
    found = []
    for k, array in enumerate(arrays):
        slope = np.zeros(array.shape)
        for i in np.ndindex(array.shape):
            ends = []
            for step in (STEP, -STEP):
                moved = [a.copy() for a in arrays]
                moved[k][i] += step
                ends.append(float(function(*moved)))
            slope[i] = (ends[0] - ends[1]) / (2 * STEP)
        found.append(slope)
    return found


def check_gradient(
    function: Callable, arrays: Sequence[np.ndarray], *, twice: bool = True
) -> None:
    """Compare derivatives (second ones too, if twice) with differences, in float64."""
    value = _value(function)
    first = _gradients(value)
    second = [lambda *xs: weighted(first(*xs), seed=1)] if twice else []
    for order in (value, *second):
        tensors = [limpid.Tensor(a) for a in arrays]
        got = limpid.gradients(order(*tensors), tensors)
        want = slopes(lambda *xs, order=order: order(*map(limpid.Tensor, xs)), arrays)
        for g, w in zip(got, want, strict=True):
            np.testing.assert_allclose(g.numpy(), w, rtol=RTOL, atol=ATOL)


def _value(function: Callable) -> Callable:
    return lambda *xs: weighted(function(*xs))


def _gradients(value: Callable) -> Callable:
    return lambda *xs: limpid.gradients(value(*xs), list(xs))
