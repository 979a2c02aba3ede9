"""What LeNet learns from, and drawings in the same form."""

from functools import lru_cache
from importlib import import_module
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from limpid.datasets import CenteredDigit, centered_digit, ink
from limpid.datasets._download import DownloadPolicy
from limpid.datasets.fetch import FetchSettings, load
from limpid.errors import ConfigError, LimpidFileError
from limpid.recipes import Preparation
from limpid.studio.screens._lenet_state import GRID, MAX_POINTS

Array = NDArray[Any]

SHEET = 112
# Enough to tell a percent; all 10,000 of MNIST would take longer than a frame may.
MAX_JUDGED = 1_000
# By data set: the side of its pictures, and of the box that the digit fills.
FORMS = {"digits": (8, 8), "digits28": (28, 20), "mnist": (28, 20)}
FULL = {"digits": 16, "digits28": 255, "mnist": 255}


class Problem(msgspec.Struct, frozen=True):
    """Pictures from 0 to 1 with their classes, and how drawings are made like them."""

    name: str
    side: int
    box: int
    x: Array
    y: Array
    x_test: Array
    y_test: Array
    classes: list[str]


@lru_cache(maxsize=2)
def problem_of(name: str) -> Problem:
    """Return a data set of digits, prepared.

    Raises:
        ConfigError: It is not on this machine, or is none of digits.
    """
    if name not in FORMS:
        raise ConfigError(
            f"This screen is about digits; {name} is another data set than "
            f"{', '.join(FORMS)}."
        )
    dataset = import_module(f"limpid.datasets.{name}").DATASET
    offline = FetchSettings(policy=DownloadPolicy(schemes=frozenset()))
    try:
        (x, y), (x_test, y_test) = load(dataset, offline)
    except LimpidFileError as error:
        raise ConfigError(
            f"The data set {name} is not on this machine: get it once with 'limpid "
            f"data get {name}', or learn from the digits that come with limpid."
        ) from error
    side, box = FORMS[name]
    prepared = Preparation(full_scale=FULL[name], shape=(side, side, 1)).inputs
    labels = y.astype(np.int64), y_test.astype(np.int64)
    parts = prepared(x), labels[0], prepared(x_test), labels[1]
    return Problem(name, side, box, *parts, list(dataset.classes))


def drawn(strokes: tuple[tuple[int, ...], ...], pen: float) -> Array:
    """Return what a pen leaves on the sheet.

    Raises:
        ConfigError: A stroke lacks a y, or there are too many points.
    """
    if any(len(stroke) % 2 for stroke in strokes):
        raise ConfigError("A stroke has an x without a y; write x, y, x, y, ...")
    if sum(map(len, strokes)) > 2 * MAX_POINTS:
        raise ConfigError(
            f"The drawing has more than {MAX_POINTS:,} points; clear it and draw anew."
        )
    points = [np.reshape(stroke, (-1, 2)) / GRID for stroke in strokes]
    return ink(points, SHEET, pen)


def centered(drawing: Array, problem: Problem) -> CenteredDigit | None:
    """Return the drawing as the network takes it; None if there is no ink."""
    if not drawing.any():
        return None
    return centered_digit(drawing, problem.side, problem.box)


def trouble_with(drawing: Array, found: CenteredDigit | None, pen: float) -> str | None:
    """Return what is wrong with a drawing, as a sentence."""
    if found is None:
        return (
            "Nothing is drawn yet: draw a digit with mouse, finger or arrow keys, or "
            "choose a picture. The maps are those of an empty picture."
        )
    if max(found.height, found.width) < 1.8 * pen * SHEET:
        return "This is but a dot, made as large as a digit; draw lines."
    if drawing.mean() > 0.6:
        return "There is more ink than ground; clear the sheet and draw thin lines."
    return None
