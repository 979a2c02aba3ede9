"""Examples in the plane to be told apart, and new ones of the same kind."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.datasets.playground import blobs

Array = NDArray[Any]

SIDE = 2.0
NUM_NEW = 1000
# The groups keep this distance from the line between them, so that one separates them.
GAP = 0.12
NORMAL = np.array([0.8, 0.6])


def drawn(data: str, count: int, noise: float, seed: Any) -> tuple[Array, Array]:
    """Return so many examples and the numbers of their classes.

    Args:
        data: As in the state.
        count: How many.
        noise: From 0 to 0.5: the share of labels that are turned over, or how far the
            clouds reach.
        seed: Of all that is drawn.
    """
    random = np.random.default_rng(seed)
    if data == "one of each":
        return np.round(random.uniform(-1.5, 1.5, (3, 2)), 2), np.arange(3)
    if data == "clouds":
        x, y = blobs(count, noise, seed=int(random.integers(2**31)), num_classes=3)
        return np.round(x.astype(np.float64) / 2.5, 2), y.astype(np.int64)
    if data == "wave":
        x = random.uniform(-SIDE, SIDE, (count, 2))
        y = x[:, 1] > np.sin(2 * x[:, 0])
        return np.round(x, 2), (y ^ (random.uniform(size=count) < noise)).astype(int)
    return _groups(count, random)


def _groups(count: int, random: Any) -> tuple[Array, Array]:
    """Return two long clouds on either side of a line."""
    y = np.arange(count) % 2
    along = random.normal(0, 0.8, count)
    apart = GAP + np.abs(random.normal(0, 0.5, count))
    across = np.where(y == 1, apart, -apart)
    turned = np.array([-NORMAL[1], NORMAL[0]])
    return across[:, None] * NORMAL + along[:, None] * turned, y


def examples_of(settings: Any) -> tuple[Array, Array]:
    """Return the examples to learn from."""
    noise = settings.noise / 100
    return drawn(settings.data, settings.examples, noise, [settings.seed, 0])


def new_examples(settings: Any) -> tuple[Array, Array]:
    """Return examples that no classifier has seen.

    Where there is one of each, the new ones are drawn near them.
    """
    if settings.data == "one of each":
        x, y = examples_of(settings)
        random = np.random.default_rng([settings.seed, 1])
        which = random.integers(0, len(y), NUM_NEW)
        return x[which] + random.normal(0, 0.4, (NUM_NEW, 2)), y[which]
    noise = settings.noise / 100
    return drawn(settings.data, NUM_NEW, noise, [settings.seed, 1])
