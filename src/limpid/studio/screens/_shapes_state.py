"""The settings of the screen of shapes, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

from limpid.studio.messages import Picture

Array = NDArray[Any]
Theta = Annotated[float, Meta(ge=-50, le=50)]


class ShapesState(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """Nine parameters set by hand, and a network that learns a shape."""

    # Of the lectures' case single-vs-multi-layer-function.
    theta: tuple[
        Theta, Theta, Theta, Theta, Theta, Theta, Theta, Theta, Theta
    ] = (0.1, -0.2, 0.3, 0.4, 0.5, -0.6, 0.7, 0.8, -0.9)  # fmt: skip
    x: Annotated[float, Meta(ge=-4, le=4, title="x")] = 1.5
    target: Annotated[
        Literal["wave", "corner", "steps", "hill", "saddle wave", "own"],
        Meta(title="Shape"),
    ] = "wave"
    formula: Annotated[str, Meta(max_length=120, title="Height, of x (and y)")] = (
        "x^3 - x"
    )
    units: Annotated[int, Meta(ge=1, le=40, title="Units of each layer")] = 8
    layers: Annotated[int, Meta(ge=1, le=2, title="Hidden layers")] = 1
    activation: Annotated[
        Literal["relu", "tanh", "sigmoid"], Meta(title="Activation")
    ] = "tanh"
    loss: Annotated[
        Literal["squared error", "largest error"], Meta(title="Make small")
    ] = "squared error"
    starts: Annotated[int, Meta(ge=1, le=16, title="Starts")] = 4
    learning_rate: Annotated[float, Meta(gt=0, le=1, title="Learning rate")] = 0.05
    steps: Annotated[int, Meta(ge=1, le=500, title="Stop after hundreds of steps")] = 80
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0


class ByHand(msgspec.Struct):
    """One layer of calculation and two, with parameters set by hand.

    Attributes:
        x: Of the curves `single`, `multi`, `h1` and `h2`.
        at: The four at the chosen x.
    """

    x: Array
    single: Array
    multi: Array
    h1: Array
    h2: Array
    at: tuple[float, float, float, float]


class Curve(msgspec.Struct):
    """A shape of x alone: the truth and what the best network says."""

    x: Array
    truth: Array
    found: Array


class ShapesView(msgspec.Struct):
    """What the screen shows.

    Attributes:
        surface: Of a shape of x and y: the truth, the network and their difference.
        errors: The largest error of each start's network; `best` is the least one's.
        squared: The mean squared error of the best.
        history: (points, 1 + starts): hundreds of steps, then the largest errors.
    """

    hand: ByHand
    formula: str
    curve: Curve | None
    surface: Picture | None
    errors: Array
    best: int
    squared: float
    parameters: int
    history: Array
