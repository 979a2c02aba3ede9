"""The screen of widths and depths: its settings, and what it shows."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Width = Annotated[int, Meta(ge=1, le=256)]
Depth = Annotated[int, Meta(ge=1, le=12)]


class WiderDeeperState(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """What is learned, and by which networks."""

    data: Annotated[Literal["digits", "spiral"], Meta(title="Learn")] = "digits"
    widths: Annotated[
        tuple[Width, ...], Meta(min_length=1, max_length=6, title="Units a layer")
    ] = (2, 8, 32, 128)
    depths: Annotated[
        tuple[Depth, ...], Meta(min_length=1, max_length=6, title="Hidden layers")
    ] = (1, 2, 4, 8)
    activation: Annotated[Literal["relu", "tanh"], Meta(title="Activation")] = "relu"
    learning_rate: Annotated[float, Meta(ge=0, le=1, title="Learning rate")] = 0.003
    batch_size: Annotated[int, Meta(ge=1, le=500, title="Batch size")] = 32
    epochs: Annotated[int, Meta(ge=1, le=200, title="Epochs of each")] = 20
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0


class Trained(msgspec.Struct):
    """One network of the sweep: its errors are shares of wrong answers.

    Attributes:
        interval: In which its true error lies with a confidence of 95 %.
    """

    width: int
    depth: int
    parameters: int
    train: float
    test: float
    interval: tuple[float, float]


class Entry(msgspec.Struct):
    """One entry of the lectures' table: errors in percent, five guesses allowed.

    Attributes:
        printed: The interval in the table.
        interval: The same, computed; both hold the truth with 99.9 %.
    """

    year: int
    name: str
    error: float
    printed: tuple[float, float]
    interval: tuple[float, float]


class WiderDeeperView(msgspec.Struct):
    """What the screen shows.

    Attributes:
        trained: The networks so far, in the order of their training.
        networks: How many there will be.
        examples: How many are learned from, and how many test.
        board: ImageNet's entries, the best first.
        residual, human: The errors of ResNet in 2015, and of a person.
    """

    trained: list[Trained]
    networks: int
    examples: tuple[int, int]
    says: str
    board: list[Entry]
    residual: float
    human: float
