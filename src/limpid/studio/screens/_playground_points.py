"""The points that a playground learns, their features, and maps of the plane."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError, DataError
from limpid.explanations.expression import evaluate
from limpid.studio.messages import Picture
from limpid.studio.points import CLASSIFICATION, REGRESSION
from limpid.studio.screens._playground_network import Problem
from limpid.studio.table import classes_of, numbers_of, read_table, scaled

Array = NDArray[Any]

SIDE = 6.0
NUM_POINTS = 500
MAX_CLASSES = 6


def problem_of(settings: Any, data: Any) -> Problem:
    """Return the points to learn, as the settings say.

    Raises:
        DataError, ConfigError: The table or the arrays cannot be learned from.
    """
    is_classes = settings.problem == "classification"
    if data is not None:
        return _given(settings, np.asarray(data[0], float), np.asarray(data[1]))
    if settings.data == "own":
        table = read_table(settings.table)
        x, axes = scaled(table.x), table.names[:2]
        if not is_classes:
            return Problem(x, numbers_of(table.labels), [], axes)
        return Problem(x, *classes_of(table.labels, MAX_CLASSES), axes)
    random = np.random.default_rng([settings.seed, 0])
    noise = settings.noise / 100
    if is_classes and settings.data in CLASSIFICATION:
        draw = CLASSIFICATION[settings.data]
        x, y = draw(random, NUM_POINTS, noise, settings.classes)
        return Problem(x, y, [str(i) for i in range(settings.classes)])
    if not is_classes and settings.data in REGRESSION:
        return Problem(*REGRESSION[settings.data](random, NUM_POINTS, noise), [])
    known = CLASSIFICATION if is_classes else REGRESSION
    raise ConfigError(
        f"{settings.data!r} is no data set for {settings.problem}; "
        f"choose {', '.join(known)} or own."
    )


def _given(settings: Any, x: Array, y: Array) -> Problem:
    if x.ndim != 2 or x.shape[1] != 2 or len(x) != len(y) or len(x) < 4:
        raise DataError(
            f"The playground takes x of shape (examples, 2) and as many labels; got "
            f"{x.shape} and {y.shape}."
        )
    y = y.reshape(len(y))
    if settings.problem == "regression":
        return Problem(x, y.astype(float), [])
    names, labels = np.unique(y, return_inverse=True)
    return Problem(x, labels, [str(name) for name in names])


def feature(formula: str, x: Array) -> Array:
    """Return a formula's value for each point.

    Raises:
        ConfigError: It cannot be read, or is not finite somewhere.
    """
    values = {name: x[:, i] for i, name in enumerate(("x1", "x2")) if name in formula}
    found = np.asarray(evaluate(formula, values))
    if not np.all(np.isfinite(found)):
        raise ConfigError(f"{formula} is not a finite number for every point.")
    return np.broadcast_to(found, len(x))


def grid(pixels: int) -> Array:
    """Return the centers of the pixels of a map of the plane, from the upper left."""
    along = (np.arange(pixels) + 0.5) / pixels * 2 * SIDE - SIDE
    x1, x2 = np.meshgrid(along, -along)
    return np.stack([x1.ravel(), x2.ravel()], axis=1)


def picture(values: Array, pixels: int, scale: float, zero: float = 0.0) -> Picture:
    """Return maps, one for each column of values over the plane."""
    maps = np.ascontiguousarray(values.T).reshape(-1, pixels, pixels)
    return Picture(maps, zero - scale, zero + scale)
