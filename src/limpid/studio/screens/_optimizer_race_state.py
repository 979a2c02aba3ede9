"""The optimizer race's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

from limpid.studio.messages import Picture

Array = NDArray[Any]

Kind = Literal[
    "sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam", "adamax",
    "nadam", "adamw", "lion",
]  # fmt: skip
Rate = Annotated[float, Meta(ge=0, le=1000, title="Learning rate")]
LECTURE: tuple[Kind, ...] = (
    "sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam",
)  # fmt: skip


class Racer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An optimizer; without a rate of its own it has one that suits the surface."""

    kind: Kind = "sgd"
    rate: Rate | None = None
    momentum: Annotated[float, Meta(ge=0, le=1, title="Momentum")] = 0.9


class OptimizerRaceState(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """A surface, where all start, who races, and how the rates change."""

    surface: Annotated[
        Literal[
            "ravine", "saddle", "rosenbrock", "himmelblau", "beale", "rastrigin",
            "two_wells", "bowl", "parabola", "houses", "houses_scaled", "own",
        ],
        Meta(title="Surface"),
    ] = "rosenbrock"  # fmt: skip
    formula: Annotated[str, Meta(max_length=200, title="Height, of x and y")] = (
        "(x - 1)^2 + 2*y^2"
    )
    reach: Annotated[float, Meta(gt=0, le=1000, title="Window to ±")] = 3
    start: tuple[float, float] | None = None
    racers: Annotated[tuple[Racer, ...], Meta(min_length=1, max_length=12)] = tuple(
        Racer(kind) for kind in LECTURE
    )
    shown: Annotated[int, Meta(ge=0, le=11, title="Look closely at")] = 0
    schedule: Annotated[
        Literal[
            "constant", "step", "exponential", "inverse_time", "polynomial", "cosine",
            "cosine_restarts", "warm_up_cosine",
        ],
        Meta(title="Schedule"),
    ] = "constant"  # fmt: skip
    decay_steps: Annotated[int, Meta(ge=1, le=100_000, title="Decay steps")] = 100
    decay_rate: Annotated[float, Meta(gt=0, le=10, title="Decay rate")] = 0.5
    floor: Annotated[float, Meta(ge=0, le=1, title="Last share of the rate")] = 0.0
    warmup_steps: Annotated[int, Meta(ge=1, le=10_000, title="Warm-up steps")] = 30
    steps: Annotated[int, Meta(ge=1, le=20_000, title="Stop after steps")] = 300


class Run(msgspec.Struct):
    """A racer's way so far, at some of its steps if there are very many."""

    name: str
    rate: float
    steps: Array
    positions: Array
    heights: Array
    x: float
    y: float
    height: float
    diverged: bool
    says: str


class Curve(msgspec.Struct):
    """A surface of x alone, drawn as a curve over the window."""

    x: Array
    heights: Array


class Detail(msgspec.Struct):
    """What moves the chosen racer.

    Attributes:
        gradient: Where it stands.
        push: The direction that it keeps, downhill; None if it keeps none.
        scale: The running size of squared gradients; None if it keeps none.
        curvature: The eigenvalues of the second derivatives.
        place: What they say, in words.
        rates: The learning rate of each step of its `Run`.
        effective: How far each coordinate went per unit of its gradient, there.
    """

    gradient: tuple[float, float]
    push: tuple[float, float] | None
    scale: tuple[float, float] | None
    curvature: tuple[float, float]
    place: str
    rates: Array
    effective: Array


class OptimizerRaceView(msgspec.Struct):
    """What the race shows; the sketch is the schedule's curve, for the chosen racer."""

    title: str
    formula: str
    window: tuple[float, float, float, float]
    heights: Picture
    curve: Curve | None
    minima: list[tuple[float, float]]
    start: tuple[float, float]
    runs: list[Run]
    detail: Detail
    sketch_steps: Array
    sketch: Array
