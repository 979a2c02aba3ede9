"""The boundaries' settings, and what the screen shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

Array = NDArray[Any]


class BoundariesState(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """The examples, and how they are told apart."""

    method: Annotated[
        Literal["neighbors", "polynomial", "lines"], Meta(title="Classifier")
    ] = "neighbors"
    data: Annotated[
        Literal["wave", "clouds", "one of each", "two groups"], Meta(title="Examples")
    ] = "clouds"
    examples: Annotated[int, Meta(ge=6, le=200, title="How many")] = 45
    noise: Annotated[int, Meta(ge=0, le=50, title="Noise (%)")] = 20
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0
    k: Annotated[int, Meta(ge=1, le=15, title="Neighbors k")] = 1
    metric: Annotated[Literal["euclidean", "manhattan"], Meta(title="Distance")] = (
        "euclidean"
    )
    degree: Annotated[int, Meta(ge=1, le=15, title="Degree")] = 4
    scale: Annotated[float, Meta(gt=0, le=1000, title="Weights times")] = 1.0
    draws: Annotated[bool, Meta(title="Compare over 50 draws")] = False


class Degrees(msgspec.Struct):
    """Shares of wrong examples for each degree, and how many terms each has."""

    degrees: Array
    train: Array
    test: Array
    terms: Array


class SeparatingLine(msgspec.Struct):
    """A line w·x + b = 0: how far it is from the nearest example, how often wrong."""

    name: str
    weights: Array
    bias: float
    margin: float
    train: float
    test: float


class Objectives(msgspec.Struct):
    """What three objectives say of one line whose weights are multiplied.

    Attributes:
        scales: What they are multiplied by; the curves' x.
        naive, hinge, log: The curves.
        chosen: The three at the chosen scale.
        wrong: How many examples the line gets wrong, there and unscaled.
    """

    scales: Array
    naive: Array
    hinge: Array
    log: Array
    chosen: tuple[float, float, float]
    wrong: tuple[int, int]


class Draws(msgspec.Struct):
    """Shares of wrong new examples by draw: the widest line's, the others' median."""

    widest: Array
    median: Array


class BoundariesView(msgspec.Struct):
    """What the screen shows.

    Attributes:
        regions: The class of each place, from the upper left.
        ends: The lines' ends within the square; NaN where they are not to be seen.
        train, test: Shares of wrong examples, known and new.
        trouble: What is wrong with the examples, as a sentence.
    """

    side: float
    x: Array
    y: Array
    classes: list[str]
    regions: Array
    predictions: Array
    train: float
    test: float
    new_examples: int
    degrees: Degrees | None
    ends: Array
    lines: list[SeparatingLine]
    objectives: Objectives | None
    draws: Draws | None
    trouble: str | None
