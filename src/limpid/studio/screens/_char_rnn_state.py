"""The character screen's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

from limpid.studio.messages import Picture

Array = NDArray[Any]

Size = Annotated[int, Meta(ge=1, le=128)]
Gate = Literal[
    "input", "forget", "candidate", "output", "cell", "hidden", "update", "reset"
]


class CharRNNState(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """A text, a network that learns to write it, and what of it is looked at."""

    source: Annotated[Literal["sentences", "brackets", "own"], Meta(title="Text")] = (
        "sentences"
    )
    text: Annotated[str, Meta(max_length=20_000, title="Own text")] = ""
    symbols: Annotated[Literal["characters", "words"], Meta(title="Symbols")] = (
        "characters"
    )
    cell: Annotated[
        Literal["SimpleRNN", "LSTM", "GRU"], Meta(title="Recurrent cell")
    ] = "LSTM"
    units: Annotated[tuple[Size, ...], Meta(min_length=1, max_length=3)] = (48,)
    features: Annotated[int, Meta(ge=1, le=64, title="Embedding")] = 8
    scale: Annotated[float, Meta(gt=0, le=2, title="Start scale")] = 0.08
    optimizer: Annotated[Literal["rmsprop", "adam", "sgd"], Meta(title="Optimizer")] = (
        "rmsprop"
    )
    learning_rate: Annotated[float, Meta(gt=0, le=10, title="Learning rate")] = 0.01
    clip: Annotated[float, Meta(ge=0, le=1000, title="Clip at (0: not)")] = 5.0
    length: Annotated[int, Meta(ge=1, le=200, title="Steps back at most")] = 100
    batch_size: Annotated[int, Meta(ge=1, le=64, title="Lines a tick")] = 4
    temperature: Annotated[float, Meta(ge=0, le=5, title="Temperature")] = 0.5
    every: Annotated[int, Meta(ge=1, le=1000, title="Sample every … ticks")] = 50
    ticks: Annotated[int, Meta(ge=1, le=100_000, title="Stop after ticks")] = 2000
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0
    prefix: Annotated[str, Meta(max_length=200, title="Begin to write")] = "The "
    gates: Annotated[bool, Meta(title="Look at the gates")] = False
    unrolled: Annotated[bool, Meta(title="Unroll through time")] = False
    reading: Annotated[str, Meta(max_length=200, title="Text to read")] = ""
    layer: Annotated[int, Meta(ge=0, le=2, title="Layer")] = 0
    gate: Annotated[Gate, Meta(title="Shown")] = "cell"
    unit: Annotated[int, Meta(ge=0, le=127, title="Unit")] = 0
    step: Annotated[int, Meta(ge=0, le=200, title="Step")] = 1
    follow: Annotated[
        Literal["nesting", "position"], Meta(title="Find who follows")
    ] = "nesting"
    first: Annotated[int, Meta(ge=0, le=200, title="First step")] = 0


class Sample(msgspec.Struct, frozen=True):
    """What the network wrote after some ticks, at a temperature."""

    tick: int
    temperature: float
    text: str


class Next(msgspec.Struct, frozen=True):
    """A symbol that may come next: its number, and its probability."""

    number: int
    name: str
    probability: float


class Expected(msgspec.Struct):
    """What may follow a beginning.

    Attributes:
        beginning: The symbols read, from START on.
        partial: The letters of a word that is not yet whole; the words begin with it.
        nexts: The likeliest ten, at the temperature.
        entropy: Of all that may follow, in nats; `most` if all were equally likely.
        trouble: Why nothing is shown, in a sentence.
    """

    beginning: list[str]
    partial: str
    nexts: list[Next]
    entropy: float
    most: float
    trouble: str


class Gates(msgspec.Struct):
    """One gate or state of a layer along the text.

    Attributes:
        symbols: What is read at each step, START first.
        names: Of what the layer computes at a step; `shown` is that of the map.
        map: (1, units, steps).
        unit, step: The ones looked at.
        coloring: The unit's values along the text, from -1 to 1: gates from shut to
            open, others as shares of the largest of them.
        is_gate: Whether what is shown goes from shut, 0, to open, 1.
        values: Of the unit at the step, by the order of `names`.
        before: Its state before the step: an LSTM's cell, the others' hidden.
        best: The unit that follows nesting or position most closely, and its
            correlation; `own` is that of the unit looked at, all of them measured over
            so many lines of the text. None where nothing varies.
        trouble: Why another text is read than the one asked for.
    """

    symbols: list[str]
    trouble: str
    names: list[str]
    shown: str
    is_gate: bool
    map: Picture
    unit: int
    step: int
    coloring: Array
    values: Array
    before: float
    best: int | None
    correlation: float | None
    own: float | None
    lines: int


class UnrolledView(msgspec.Struct):
    """Up to twelve steps with the way back.

    Attributes:
        first: The number of the first step.
        symbols, targets: What is read, and what should follow.
        probabilities: Of what should follow.
        losses: Their negative logarithms.
        values: The layer's output at each step, (1, units, steps).
        sizes: How long it is.
        last: How long the gradient of the last step's loss is by it; `cell` by an
            LSTM's cell.
        total: The same of the mean of all losses.
        norm, largest: Of the gradient of that mean by all weights.
        clipped: The share of its parts that are clipped; `norm_after` is what is left.
    """

    first: int
    symbols: list[str]
    targets: list[str]
    probabilities: Array
    losses: Array
    values: Picture
    sizes: Array
    last: Array
    cell: Array | None
    total: Array
    norm: float
    largest: float
    clipped: float
    norm_after: float


class CharRNNView(msgspec.Struct):
    """What the screen shows.

    Attributes:
        lines: The text, a line each.
        num_symbols: How many differ, START and END and padding left out.
        guessing: The perplexity of who finds all equally likely.
        num_examples: How many lines, or pieces of long ones; perplexity is measured
            over the first `num_judged`.
        history: Tick, perplexity and bits a symbol: (points, 3).
        argmax: The line of the likeliest symbols.
        samples: The newest first.
        goes_on: The likeliest symbols after the beginning that is being written.
    """

    lines: list[str]
    num_symbols: int
    guessing: int
    num_examples: int
    num_judged: int
    longest: int
    parameters: int
    perplexity: float
    bits: float
    history: Array
    argmax: str
    samples: list[Sample]
    expected: Expected
    goes_on: str
    gates: Gates | None
    unrolled: UnrolledView | None
