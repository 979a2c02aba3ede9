"""Points in the plane to learn from, after TensorFlow Playground's generators.

Source: TensorFlow Playground, src/dataset.ts (Apache-2.0): the same distributions, with
`classes` kinds of points instead of two.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Random = np.random.Generator
Points = tuple[Array, Array]


def gauss(random: Random, count: int, noise: float, classes: int) -> Points:
    """Return clouds about centers on a circle; two of them at (2, 2) and (-2, -2)."""
    labels = np.arange(count) % classes
    angle = np.pi / 4 + 2 * np.pi * labels / classes
    centers = np.sqrt(8) * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    # The variance goes from 0.5 to 4 as the noise goes from 0 to 0.5.
    spread = np.sqrt(0.5 + 7 * noise)
    return centers + spread * random.normal(size=(count, 2)), labels


def spiral(random: Random, count: int, noise: float, classes: int) -> Points:
    """Return as many arms of a spiral as there are classes."""
    labels = np.arange(count) % classes
    along = (np.arange(count) // classes) / (count / classes)
    angle = 1.75 * along * 2 * np.pi + 2 * np.pi * labels / classes
    arms = 5 * along[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return arms + noise * random.uniform(-1, 1, (count, 2)), labels


def circle(random: Random, count: int, noise: float, classes: int) -> Points:
    """Return a disk and rings about it; a label follows the point moved by noise."""
    labels = np.arange(count) % classes
    width = 5 / classes
    # A class fills its ring but for the inner 40 % of all rings save the disk.
    inner = np.where(labels == 0, 0, labels * width + 0.4 * width)
    radius = random.uniform(inner, (labels + 1) * width)
    angle = random.uniform(0, 2 * np.pi, count)
    x = radius[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    moved = x + noise * random.uniform(-5, 5, (count, 2))
    seen = np.minimum(np.hypot(moved[:, 0], moved[:, 1]) // width, classes - 1)
    return x, np.where(noise > 0, seen, labels).astype(np.int64)


def xor(random: Random, count: int, noise: float, classes: int) -> Points:
    """Return a square cut by the axes; opposite quarters are of one class."""
    x = random.uniform(-5, 5, (count, 2))
    x += np.where(x > 0, 0.3, -0.3)
    moved = x + noise * random.uniform(-5, 5, (count, 2))
    quarter = np.where(moved[:, 1] > 0, 0, 2) + ((moved[:, 0] * moved[:, 1]) < 0)
    return x, quarter % classes


def plane(random: Random, count: int, noise: float) -> Points:
    """Return values that rise evenly from the lower left to the upper right."""
    x = random.uniform(-6, 6, (count, 2))
    moved = x + noise * random.uniform(-6, 6, (count, 2))
    return x, moved.sum(axis=1) / 10


def bumps(random: Random, count: int, noise: float) -> Points:
    """Return values of six hills and hollows."""
    x = random.uniform(-6, 6, (count, 2))
    moved = x + noise * random.uniform(-6, 6, (count, 2))
    centers = np.array([[x1, x2] for x2 in (2.5, -2.5) for x1 in (-4, 0, 4)])
    signs = np.array([1, -1, 1, -1, 1, -1])
    distance = np.linalg.norm(moved[:, None] - centers, axis=2)
    heights = signs * np.clip(1 - distance / 2, 0, 1)
    highest = np.argmax(np.abs(heights), axis=1)
    return x, heights[np.arange(count), highest]


CLASSIFICATION: dict[str, Callable[[Random, int, float, int], Points]] = {
    "circle": circle,
    "xor": xor,
    "gauss": gauss,
    "spiral": spiral,
}
REGRESSION: dict[str, Callable[[Random, int, float], Points]] = {
    "plane": plane,
    "bumps": bumps,
}
