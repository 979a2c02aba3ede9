"""The runs screen's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

Array = NDArray[Any]

Name = Annotated[str, Meta(max_length=255)]
Cell = bool | int | float | str | None


class RunsState(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which runs are looked at, and how."""

    run: Annotated[Name, Meta(title="Looked at closely")] = ""
    filter: Annotated[
        str,
        Meta(
            max_length=200,
            title="Filter",
            description="Words that a run's name, recipe, state or settings hold: "
            "digits learning_rate=0.01",
        ),
    ] = ""
    pinned: Annotated[tuple[Name, ...], Meta(max_length=50, title="Pinned")] = ()
    only_pinned: Annotated[bool, Meta(title="Draw the pinned ones only")] = False
    sort: Annotated[str, Meta(max_length=255, title="Sort by")] = "started"
    descending: Annotated[bool, Meta(title="Descending")] = True
    page: Annotated[int, Meta(ge=0, le=1000, title="Page of the table")] = 0
    shared: Annotated[bool, Meta(title="Settings that all share, too")] = False
    x: Annotated[Literal["epoch", "seconds"], Meta(title="Along")] = "epoch"
    smoothing: Annotated[float, Meta(ge=0, le=0.99, title="Smoothing")] = 0.0
    metrics: Annotated[tuple[Name, ...], Meta(max_length=100, title="Metrics")] = ()
    together: Annotated[bool, Meta(title="All on one plot")] = False
    weights: Annotated[Name, Meta(title="Weights")] = ""
    spread: Annotated[
        Literal["gradients", "activations"], Meta(title="Spread of the")
    ] = "gradients"
    array: Annotated[Name, Meta(title="Where")] = ""


class Column(msgspec.Struct, frozen=True):
    """A column of the table of runs.

    Attributes:
        group: What kind of column; settings that differ come before those shared.
        differs: Whether the runs differ in it.
    """

    key: str
    title: str
    group: Literal["about", "result", "metric", "setting"]
    differs: bool


class Row(msgspec.Struct):
    """A run in the table; a cell for each column, None where it has no value.

    Attributes:
        marks: For each cell, whether it is a setting that differs from the one of the
            run looked at.
    """

    name: str
    status: str
    cells: list[Cell]
    marks: list[bool]
    reached: bool | None
    pinned: bool
    color: int
    troubles: list[str]


class Drawn(msgspec.Struct, frozen=True):
    """A run on the plots: its color, or -1 for one among many."""

    name: str
    color: int
    pinned: bool


class Chart(msgspec.Struct):
    """A metric of all runs drawn, one after the other as `starts` divides them.

    Attributes:
        smooth_train, smooth_val: The same but smoothed; None without smoothing.
        goal: What the recipe asks of it, if all runs follow one recipe.
    """

    name: str
    train: Array | None
    val: Array | None
    smooth_train: Array | None
    smooth_val: Array | None
    goal: float | None


class Axis(msgspec.Struct):
    """An axis of the parallel coordinates: numbers, or places of `choices`."""

    title: str
    key: str
    choices: list[str]
    low: float
    high: float
    log: bool


class Goal(msgspec.Struct):
    """A figure of the test data beside what the recipe asks."""

    name: str
    value: float | None
    goal: float | None
    reached: bool | None


class Fact(msgspec.Struct):
    """A setting: its value here, and the recipe's own if that is another."""

    name: str
    value: Cell
    usual: Cell
    differs: bool


class Tag(msgspec.Struct):
    """A metric's last and best values."""

    name: str
    last: float | None
    smooth: float | None
    best: float | None
    best_epoch: int | None


class Weights(msgspec.Struct):
    """An array of weights in words and numbers, with its histogram."""

    name: str
    shape: tuple[int, ...]
    size: int
    mean: float
    deviation: float
    low: float
    high: float
    tiny: float
    not_finite: int
    counts: list[int]


class Course(msgspec.Struct):
    """How one array of weights was spread, epoch by epoch: (epochs, parts) counts."""

    name: str
    epochs: Array
    lows: Array
    highs: Array
    counts: Array


class Steps(msgspec.Struct):
    """How large a step was beside the weights, by epoch and array: (epochs, arrays).

    Attributes:
        ratios: Of the lengths of update and weights; NaN where these are zero.
        gradients: Their lengths.
        verdicts: What the latest ratio says.
    """

    names: list[str]
    epochs: Array
    ratios: Array
    gradients: Array
    verdicts: list[str]


class Look(msgspec.Struct):
    """One run, looked at closely.

    Attributes:
        course: Of the weights chosen.
        others: Names of those whose gradients, or activations, were written down.
        other: The course of the one chosen.
    """

    name: str
    title: str
    status: str
    says: str
    started: str
    epoch: int
    epochs: int | None
    troubles: list[str]
    goals: list[Goal]
    verdict: str
    facts: list[Fact]
    command: str
    resume: str
    has_report: bool
    tags: list[Tag]
    weights: list[Weights]
    weights_from: str
    weights_trouble: str
    course: Course | None
    steps: Steps | None
    others: dict[str, list[str]]
    other: Course | None


class RunsView(msgspec.Struct):
    """What the screen shows.

    Attributes:
        stamp: Differs from `changes()` once there is something new.
        total, matching: Runs in the folder; those that the filter lets through.
        page, pages: Of the table.
        x: Where each row of each run drawn lies, run after run.
        starts: Where each run's rows start, and where the last one's end.
        lines: (drawn, axes): where each run crosses the parallel axes; NaN for nowhere.
        metrics: All there are.
    """

    folder: str
    stamp: str
    says: str
    troubles: list[str]
    total: int
    matching: int
    page: int
    pages: int
    columns: list[Column]
    rows: list[Row]
    drawn: list[Drawn]
    metrics: list[str]
    x: Array
    starts: Array
    charts: list[Chart]
    axes: list[Axis]
    lines: Array
    look: Look | None
