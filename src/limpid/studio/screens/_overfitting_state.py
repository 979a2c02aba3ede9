"""The overfitting screen's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

from limpid.studio.messages import Picture

Array = NDArray[Any]

Size = Annotated[int, Meta(ge=1, le=128)]
Penalty = Annotated[float, Meta(ge=0, le=10)]


class OverfittingState(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """Data, up to three networks that learn them, and what holds them back."""

    data: Annotated[
        Literal["wave", "circle", "xor", "gauss", "spiral"], Meta(title="Data")
    ] = "wave"
    noise: Annotated[int, Meta(ge=0, le=50, title="Noise (%)")] = 30
    examples: Annotated[int, Meta(ge=4, le=400, title="Training examples")] = 20
    sizes: Annotated[tuple[Size, ...], Meta(min_length=1, max_length=3)] = (1, 6, 64)
    layers: Annotated[int, Meta(ge=1, le=3, title="Hidden layers")] = 2
    activation: Annotated[Literal["tanh", "relu"], Meta(title="Activation")] = "tanh"
    optimizer: Annotated[Literal["sgd", "adam"], Meta(title="Optimizer")] = "adam"
    learning_rate: Annotated[float, Meta(ge=0, le=10, title="Learning rate")] = 0.01
    batch_size: Annotated[int, Meta(ge=1, le=400, title="Batch size")] = 20
    l1: Annotated[Penalty, Meta(title="L1")] = 0.0
    l2: Annotated[Penalty, Meta(title="L2")] = 0.0
    dropout: Annotated[float, Meta(ge=0, le=0.9, title="Dropout")] = 0.0
    monitor: Annotated[Literal["loss", "accuracy"], Meta(title="Watch")] = "loss"
    patience: Annotated[int, Meta(ge=1, le=10_000, title="Patience (epochs)")] = 100
    min_delta: Annotated[float, Meta(ge=0, le=10, title="Least gain")] = 0.0
    reaction: Annotated[
        Literal["stop", "lower_rate", "go_on"], Meta(title="When it gets no better")
    ] = "go_on"
    epochs: Annotated[int, Meta(ge=1, le=20_000, title="Stop after epochs")] = 1000
    smoothing: Annotated[float, Meta(ge=0, le=0.99, title="Smoothing")] = 0.0
    sweep: Annotated[bool, Meta(title="Sweep λ")] = False
    gradient_noise: Annotated[bool, Meta(title="Measure the gradient's noise")] = False
    shown: Annotated[int, Meta(ge=0, le=2, title="Look closely at")] = 2
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0


class Spread(msgspec.Struct):
    """A histogram of weights, and their sums."""

    counts: Array
    edges: Array
    sum_abs: float
    sum_squares: float
    tiny: float


class Learned(msgspec.Struct):
    """One network's course and what it would say.

    Attributes:
        units: In each hidden layer.
        parameters: All its weights and biases.
        history: Epoch, training and validation loss, both accuracies, and the rate:
            (points, 6). Beside it `smooth`, the same but smoothed.
        best_loss, best_accuracy: The epochs, from 1; None before any, or without.
        waits: Epochs since the best one.
        stopped: The epoch after which it stopped.
        restored: Whether it has the weights of the best epoch now.
        says: What the callbacks told.
        curve: Its output along x, if the data are a curve.
    """

    units: int
    parameters: int
    train_loss: float
    val_loss: float
    train_accuracy: float | None
    val_accuracy: float | None
    history: Array
    smooth: Array
    best: int | None
    best_loss: int | None
    best_accuracy: int | None
    waits: int
    stopped: int | None
    restored: bool
    says: list[str]
    curve: Array | None


class Sweep(msgspec.Struct):
    """Polynomials of least squared error + λ‖w‖², for each λ.

    Attributes:
        train, val: Mean squared errors, without the penalty.
        norms: ‖w‖, the bias left out.
        terms: How many weights there are.
    """

    strengths: Array
    train: Array
    val: Array
    norms: Array
    terms: int


class GradientNoise(msgspec.Struct):
    """How far batches' gradients lie from the full one, squared, by batch size.

    Attributes:
        slope: Of both logarithms; -1 where the variance is in proportion to 1/size.
    """

    sizes: list[int]
    variances: Array
    slope: float


class OverfittingView(msgspec.Struct):
    """What the screen shows.

    Attributes:
        masks: For each dropout layer of the network looked at, 1 for the units kept for
            the first example of the next step; empty without dropout.
        kernels: Its weights, layer by layer.
    """

    is_classes: bool
    train_x: Array
    train_y: Array
    val_x: Array
    val_y: Array
    curve_x: Array | None
    truth: Array | None
    maps: Picture | None
    networks: list[Learned]
    verdict: str
    weights: Spread
    first_weights: Spread
    masks: list[Array]
    kernels: list[Array]
    sweep: Sweep | None
    noise: GradientNoise | None
