"""The perceptron's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

Array = NDArray[Any]

Weight = Annotated[float, Meta(ge=-1000, le=1000)]


class PerceptronState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that makes the screen what it is."""

    data: Annotated[
        Literal[
            "AND",
            "OR",
            "NAND",
            "XOR",
            "clouds",
            "overlap",
            "500 points",
            "worked example",
        ],
        Meta(title="Examples"),
    ] = "AND"
    rule: Annotated[
        Literal["rosenblatt", "batch", "averaged", "delta"], Meta(title="Rule")
    ] = "rosenblatt"
    rate: Annotated[float, Meta(gt=0, le=100, title="Rate η")] = 1
    start: Annotated[tuple[Weight, Weight, Weight], Meta(title="Start")] = (0, 0, 0)
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0


class Presentation(msgspec.Struct):
    """One presentation of an example, or of all, and what it changed.

    Attributes:
        example: Its number; -1 where all were presented.
        target, score, prediction: Of that example; how many were wrong, in a batch,
            is `wrong`.
        change, weights: w1, w2, b: what was added, and the sum.
    """

    step: int
    epoch: int
    example: int
    target: float
    score: float
    prediction: float
    wrong: int
    change: Array
    weights: Array


class PerceptronView(msgspec.Struct):
    """What the screen shows.

    Attributes:
        line: x1, x2 of both ends of the line that decides now; NaN if there is none.
        before: The line before the last presentation.
        first: The line before any presentation.
        errors_at_first: How many examples lie on its wrong side.
        normal, old_normal, change: Arrows: the weights of the line that decides, those
            before, the difference.
        bound: The most mistakes there can be; None where no line parts the classes.
        shown: w1, w2, b of the line that decides: an averaged rule's average.
        report: In a sentence, how it stands: settled, in a circle, or learning.
        mistakes_of_epochs: Wrong predictions in each epoch, ended or not.
    """

    side: float
    x: Array
    y: Array
    scores: Array
    predictions: Array
    shown: Array
    weights: Array
    line: Array
    before: Array
    first: Array
    errors_at_first: int
    normal: Array
    old_normal: Array
    change: Array
    regions: Array
    presented: int
    last: Presentation | None
    recent: list[Presentation]
    errors: int
    mistakes: int
    bound: float | None
    report: str
    mistakes_of_epochs: Array
