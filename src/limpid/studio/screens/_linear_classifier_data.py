"""The examples of the linear classifier, and the weights it starts with."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid import linear
from limpid.datasets import digits, nine_points, quadrants, ring, three_modes
from limpid.datasets.playground import blobs

Array = NDArray[Any]

HARD_CASES = {"quadrants": quadrants, "ring": ring, "three modes": three_modes}
HARD_POINTS = 60
POINTS_PER_CLASS = 5

# The weights that the demo of CS231n shows, and those of the lecture's 2x2 image.
NINE_POINTS = [[1, 2], [2, -4], [3, -1]], [0, 0.5, -0.5]
FOUR_PIXELS = (
    [[0.2, 0.4, 0.1, 0.6], [0.3, 0.8, 0.2, 0.1], [0.5, 0.6, 0.4, 0.7]],
    [-0.1, -0.3, -8.7],
)


@dataclass(eq=False)
class Examples:
    """What is learned.

    Attributes:
        x, y: (examples, features), float64, and class numbers.
        classes, features: Their names.
        side: How far the plane reaches from its middle; 0 if x is no point of it.
        image: Height and width of an example, if it is one.
        test: Further (x, y), if there are.
    """

    x: Array
    y: Array
    classes: list[str]
    features: list[str]
    side: float = 0.0
    image: tuple[int, int] | None = None
    test: tuple[Array, Array] | None = None


def examples_of(state: Any) -> Examples:
    """Return the examples that the state names."""
    if state.data == "digits":
        return _digits()
    if state.data == "four pixels":
        names = [f"x{i}" for i in range(4)]
        x, y = np.array([[1.0, 2, 3, 4]]), np.array([0])
        return Examples(x, y, ["dog", "cat", "pig"], names, image=(2, 2))
    x, y = _points(state)
    names = [str(i) for i in range(max(2, int(y.max()) + 1))]
    # Two decimals, so that what the table shows is the number itself.
    return Examples(np.round(x, 2), y.astype(np.int64), names, ["x0", "x1"], 1.2)


def _points(state: Any) -> tuple[Array, Array]:
    if state.data == "nine points":
        (x, y), _ = nine_points.load_data()
        return x.astype(np.float64), y
    if state.data in HARD_CASES:
        x, y = HARD_CASES[state.data].generate(HARD_POINTS, state.seed)
        return x.astype(np.float64) / 2.5, y.ravel()
    count = POINTS_PER_CLASS * state.classes
    x, y = blobs(count, seed=state.seed, num_classes=state.classes)
    return x.astype(np.float64) / 4, y.astype(int)


def _digits() -> Examples:
    train, test = digits.load_data()
    (x, y), further = (
        (x.reshape(len(x), 64) / 16, y.astype(int)) for x, y in (train, test)
    )
    names = [str(i) for i in range(10)]
    pixels = [f"x{i}" for i in range(64)]
    return Examples(x, y, names, pixels, image=(8, 8), test=further)


def started(model: linear.LinearClassifier, state: Any, examples: Examples) -> None:
    """Give a classifier its first weights."""
    if state.data == "nine points":
        model.start(*NINE_POINTS)
    elif state.data == "four pixels":
        model.start(*FOUR_PIXELS)
    elif state.data == "digits":
        # From zero, each row becomes a picture of its class at once.
        model.start(np.zeros((10, 64)), np.zeros(10))
    else:
        model.randomize(len(examples.classes), 2, state.seed)
