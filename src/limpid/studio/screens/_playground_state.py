"""The playground's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

from limpid.studio.messages import Picture
from limpid.studio.screens._playground_inside import Inside
from limpid.studio.screens._playground_points import MAX_CLASSES

Array = NDArray[Any]

Activation = Literal[
    "tanh", "relu", "sigmoid", "linear", "leaky_relu", "elu", "selu", "gelu", "silu",
    "softplus", "softsign", "mish",
]  # fmt: skip
Formula = Annotated[str, Meta(max_length=60)]


class Hidden(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A hidden layer; without an activation of its own it has the network's."""

    units: Annotated[int, Meta(ge=1, le=32, title="Units")] = 4
    activation: Activation | None = None
    dropout: Annotated[float, Meta(ge=0, le=0.9, title="Dropout")] = 0


class PlaygroundState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that makes a playground what it is."""

    problem: Annotated[
        Literal["classification", "regression"], Meta(title="Problem")
    ] = "classification"
    data: Annotated[
        Literal[
            "circle", "xor", "gauss", "spiral", "plane", "bumps", "own",
            "simple", "few in a circle", "few on arms", "random",
        ],
        Meta(title="Data"),
    ] = "circle"  # fmt: skip
    table: str = ""
    classes: Annotated[int, Meta(ge=2, le=MAX_CLASSES, title="Classes")] = 2
    noise: Annotated[int, Meta(ge=0, le=50, title="Noise (%)")] = 0
    train_share: Annotated[int, Meta(ge=10, le=90, title="Training data (%)")] = 50
    batch_size: Annotated[int, Meta(ge=1, le=500, title="Batch size")] = 10
    features: Annotated[tuple[Formula, ...], Meta(min_length=1, max_length=16)] = (
        "x1",
        "x2",
    )
    hidden: Annotated[tuple[Hidden, ...], Meta(max_length=12)] = (Hidden(4), Hidden(2))
    activation: Annotated[Activation, Meta(title="Activation")] = "tanh"
    loss: Annotated[
        Literal["auto", "cross-entropy", "squared error", "hinge", "absolute error"],
        Meta(title="Loss"),
    ] = "auto"
    optimizer: Annotated[
        Literal[
            "sgd", "momentum", "nesterov", "adagrad", "adadelta", "rmsprop", "adam",
            "adamax", "nadam", "adamw", "lion",
        ],
        Meta(title="Optimizer"),
    ] = "sgd"  # fmt: skip
    learning_rate: Annotated[float, Meta(ge=0, le=100, title="Learning rate")] = 0.03
    momentum: Annotated[float, Meta(ge=0, lt=1, title="Momentum")] = 0.9
    regularization: Annotated[
        Literal["none", "l1", "l2"], Meta(title="Regularization")
    ] = "none"
    regularization_rate: Annotated[float, Meta(ge=0, le=10, title="Its rate")] = 0
    initializer: Annotated[
        Literal[
            "glorot_uniform", "glorot_normal", "he_uniform", "he_normal",
            "lecun_normal", "random_normal", "zeros",
        ],
        Meta(title="Initial weights"),
    ] = "glorot_uniform"  # fmt: skip
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0
    show_test: Annotated[bool, Meta(title="Show test data")] = False
    discretize: Annotated[bool, Meta(title="Discretize output")] = False
    show_gradients: Annotated[bool, Meta(title="Show gradients")] = False
    probe: tuple[float, float] | None = None
    bend: Annotated[tuple[int, int, int] | None, Meta(title="Bent plane")] = None
    # An example of the next batch and an operation on it.
    inside: Annotated[
        tuple[Annotated[int, Meta(ge=0)], Annotated[int, Meta(ge=0)]] | None,
        Meta(title="Inside a batch"),
    ] = None
    stop_epochs: Annotated[int, Meta(ge=0, le=10**7, title="Stop after epochs")] = 0
    stop_loss: Annotated[float, Meta(ge=0, title="Stop below test loss")] = 0
    hide: tuple[str, ...] = ()


class Layer(msgspec.Struct):
    """A layer's weights, their gradients, and what its units do over the plane."""

    activation: str
    kernel: Array
    bias: Array
    kernel_gradient: Array | None
    bias_gradient: Array | None
    maps: Picture
    values: Array | None


class Bent(msgspec.Struct):
    """The plane as two units of a layer see it.

    Attributes:
        lines: (lines, points, 2): where the plane's grid lines come to lie.
        points: (training examples, 2): where the examples do.
    """

    lines: Array
    points: Array


class PlaygroundView(msgspec.Struct):
    """What the playground shows."""

    features: list[str]
    feature_maps: Picture
    feature_values: Array | None
    layers: list[Layer]
    output: Picture
    classes: list[str]
    axes: tuple[str, str]
    train_x: Array
    train_y: Array
    test_x: Array
    test_y: Array
    train_loss: float
    test_loss: float
    train_accuracy: float | None
    test_accuracy: float | None
    confusion: Array | None
    loss_name: str
    parameters: int
    own_model: bool
    epoch: int
    history: Array
    text: str
    bent: Bent | None
    inside: Inside | None
