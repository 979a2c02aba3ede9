"""The points that a playground learns, their features, and maps of the plane."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.datasets import convnetjs, playground
from limpid.errors import ConfigError, DataError
from limpid.studio.messages import Picture
from limpid.studio.screens._playground_network import Problem
from limpid.studio.table import classes_of, numbers_of, read_table, scaled

Array = NDArray[Any]

SIDE = 6.0
NUM_POINTS = 500
MAX_CLASSES = 6

# What each data set is called in limpid.datasets.playground.
TWO_CLASSES = {name: name for name in ("circle", "xor", "gauss", "spiral")}
CLASSES = {"circle": "rings", "gauss": "blobs", "spiral": "spirals"}
REGRESSION = {"plane": "reg_plane", "bumps": "reg_gauss"}
# ConvNetJS's: few points, two classes, drawn as they are.
FEW = {
    "simple": "simple",
    "few in a circle": "circle",
    "few on arms": "spiral",
    "random": "random",
}

SOURCES = {"convnetjs": convnetjs, "playground": playground}


def problem_of(settings: Any, data: Any) -> Problem:
    """Return the points to learn, as the settings say.

    Raises:
        DataError, ConfigError: The table or the arrays cannot be learned from.
    """
    is_classes = settings.problem == "classification"
    if data is not None:
        return _given(settings, np.asarray(data[0], np.float32), np.asarray(data[1]))
    if settings.data == "own":
        table = read_table(settings.table)
        x, axes = scaled(table.x).astype(np.float32), table.names[:2]
        if not is_classes:
            return Problem(x, numbers_of(table), [], axes)
        return Problem(x, *classes_of(table.labels, MAX_CLASSES), axes)
    source, name, given = drawing(settings)
    x, y = getattr(SOURCES[source], name)(**given)
    if not is_classes:
        return Problem(x, y[:, 0], [])
    # Two classes are told by their signs, more by their numbers.
    labels = np.asarray(y[:, 0] > 0 if y.ndim == 2 else y, np.int64)
    return Problem(x, labels, [str(i) for i in range(settings.classes)])


def drawing(settings: Any) -> tuple[str, str, dict[str, Any]]:
    """Return the collection and name of the data set meant, and its arguments.

    Raises:
        ConfigError: There is none of that name for this problem.
    """
    several = settings.problem == "classification" and settings.classes > 2
    known = CLASSES if several else TWO_CLASSES | FEW
    known = REGRESSION if settings.problem == "regression" else known
    if settings.data not in known:
        words = f"{settings.classes} classes" if several else settings.problem
        raise ConfigError(
            f"{settings.data!r} is no data set for {words}; "
            f"choose {', '.join(known)} or own."
        )
    name, seed = known[settings.data], {"seed": settings.seed}
    if settings.data in FEW:
        return "convnetjs", name, seed if name != "simple" else {}
    given = {"num_points": NUM_POINTS, "noise": settings.noise / 100, **seed}
    if several:
        given["num_classes"] = settings.classes
    return "playground", name, given


def num_train(share: float, count: int) -> int:
    """Return how many of so many examples are trained on; one at least is left."""
    return min(max(1, round(count * share / 100)), count - 1)


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


def grid(pixels: int) -> Array:
    """Return the centers of the pixels of a map of the plane, from the upper left."""
    along = (np.arange(pixels) + 0.5) / pixels * 2 * SIDE - SIDE
    x1, x2 = np.meshgrid(along, -along)
    return np.stack([x1.ravel(), x2.ravel()], axis=1)


def grid_lines(count: int = 13, points: int = 49) -> Array:
    """Return upright, then level lines over the plane: (2 * count, points, 2)."""
    across, along = np.linspace(-SIDE, SIDE, count), np.linspace(-SIDE, SIDE, points)
    x1, x2 = np.meshgrid(across, along, indexing="ij")
    upright = np.stack([x1, x2], axis=-1)
    return np.concatenate([upright, upright[..., ::-1]])


def picture(values: Array, pixels: int, scale: float, zero: float = 0.0) -> Picture:
    """Return maps, one for each column of values over the plane."""
    maps = np.ascontiguousarray(values.T).reshape(-1, pixels, pixels)
    return Picture(maps, zero - scale, zero + scale)
