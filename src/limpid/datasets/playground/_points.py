"""What the playground's generators share: points in the plane, and labels."""

import numpy as np
from numpy.typing import NDArray

from limpid.datasets._draws import Draws, Numbers
from limpid.datasets.dataset import Examples
from limpid.errors import ConfigError

MAX_NOISE = 0.5


def check(num_points: int, noise: float, num_classes: int = 2) -> None:
    """Raise ConfigError unless these can make a set."""
    if num_points < num_classes or num_classes < 2:
        raise ConfigError(
            f"{num_points} points of {num_classes} classes were asked for; expected "
            "two classes or more, and a point for each."
        )
    if not 0 <= noise <= MAX_NOISE:
        raise ConfigError(f"noise={noise} was given; expected 0 to {MAX_NOISE}.")


def polar(radius: Numbers, angle: Numbers) -> Numbers:
    """Return points by their distance from the origin and angle from the y axis."""
    return np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])


def square(draws: Draws, half_side: float, num_points: int) -> Numbers:
    """Return points spread evenly over a square about the origin."""
    flat = draws.uniform(-half_side, half_side, 2 * num_points)
    return flat.reshape(num_points, 2)


def shares(num_points: int, num_classes: int) -> list[int]:
    """Return how many points each class has, at most one more or less than others."""
    return [len(part) for part in np.array_split(np.arange(num_points), num_classes)]


def as_single(points: Numbers) -> Numbers:
    """Round as float32 does, so that a rule sees what the learner sees."""
    return points.astype(np.float32).astype(np.float64)


def examples(points: Numbers, targets: NDArray[np.generic]) -> Examples:
    """Return points and one target each as float32, (points, 2) and (points, 1)."""
    return points.astype(np.float32), targets.astype(np.float32).reshape(-1, 1)


def signs(positive: NDArray[np.bool_]) -> Numbers:
    """Return 1 where `positive`, else -1."""
    return np.where(positive, 1.0, -1.0)


def numbered(parts: list[Numbers]) -> Examples:
    """Return the points of all classes and their class numbers, (points,), uint8."""
    labels = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    return np.concatenate(parts).astype(np.float32), labels.astype(np.uint8)
