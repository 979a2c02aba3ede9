"""Your own drawings, kept with what they are: how many of them the network reads."""

from functools import lru_cache
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.studio.messages import Picture
from limpid.studio.screens._lenet_data import Problem, centered, drawn, problem_of
from limpid.studio.screens._lenet_network import Network
from limpid.studio.screens._lenet_state import GRID, MAX_KEPT, Collection, Kept

Array = NDArray[Any]

MAX_TEXT = 1_000_000
# Judged so many at a time: every other number of pictures would be compiled anew.
PORTION = 50


class DrawingsFile(msgspec.Struct):
    """What a file of drawings holds.

    Attributes:
        grid: The side of the sheet that the strokes' x, y, x, y, ... are on.
    """

    grid: int
    drawings: list[Kept]


def read_drawings(text: str) -> list[Kept]:
    """Return the drawings in a file's text.

    Raises:
        ConfigError: It is no such file, or one of too many.
    """
    try:
        read = msgspec.json.decode(text, type=DrawingsFile)
    except msgspec.MsgspecError as error:
        what = str(error).replace("`", "")
        raise ConfigError(
            f"This is no file of drawings as this screen saves them: {what}."
        ) from None
    if read.grid != GRID or len(read.drawings) > MAX_KEPT:
        raise ConfigError(
            f"This file has {len(read.drawings):,} drawings on a grid of {read.grid}; "
            f"at most {MAX_KEPT} on one of {GRID} can be taken."
        )
    return read.drawings


def pictures(kept: tuple[Kept, ...], problem: Problem) -> Array:
    """Return drawings as the network takes them, (drawings, side, side, 1).

    Raises:
        ConfigError: One has nothing drawn, or its strokes cannot be read.
    """
    found = [_picture(one, problem.name) for one in kept]
    shape = len(kept), problem.side, problem.side, 1
    return np.reshape(found, shape).astype(np.float32)


@lru_cache(maxsize=2 * MAX_KEPT)
def _picture(one: Kept, name: str) -> Array:
    found = centered(drawn(one.strokes, one.pen), problem_of(name))
    if found is None:
        raise ConfigError(
            f"There is no ink in the drawing that is kept as {one.label}."
        )
    return found.picture


def judged(network: Network, kept: tuple[Kept, ...], x: Array) -> list[int]:
    """Return the class that the network takes each drawing for."""
    taken: list[int] = []
    for start in range(0, len(kept), PORTION):
        portion = np.zeros((PORTION, *x.shape[1:]), x.dtype)
        count = min(PORTION, len(kept) - start)
        portion[:count] = x[start : start + count]
        probabilities = network.judge(portion, np.zeros(PORTION, np.int64))[1]
        taken += probabilities[:count].argmax(axis=1).tolist()
    return taken


def collection(kept: tuple[Kept, ...], x: Array, taken: list[int]) -> Collection:
    """Return what is shown of one's drawings."""
    labels = [one.label for one in kept]
    right = sum(map(int.__eq__, labels, taken))
    accuracy = right / len(kept) if kept else None
    inked = Picture(x[..., 0], -1, 1)
    return Collection(inked, labels, taken, right, accuracy)


def drawings_code(kept: tuple[Kept, ...], problem: Problem) -> str:
    """Return lines that read the saved drawings and count those that are read right."""
    if not kept:
        return ""
    return f"""
# Your drawings, saved beside this program by the screen's "Save them".
saved = json.loads(Path("drawings.json").read_text())["drawings"]
own = [
    centered_digit(
        ink([np.reshape(s, (-1, 2)) / {GRID} for s in d["strokes"]], 112, d["pen"]),
        {problem.side},
        {problem.box},
    ).picture
    for d in saved
]
taken = model.predict(np.array(own, "f4")[..., None], verbose=0).argmax(axis=1)
print("of your drawings:", np.mean(taken == [d["label"] for d in saved]))
"""
