"""The activation explorer's settings, and what it shows."""

from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

Array = NDArray[Any]

Named = Literal[
    "sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "celu", "gelu", "silu",
    "mish", "softplus", "softsign", "hard_sigmoid", "hard_tanh", "hard_silu", "relu6",
    "log_sigmoid", "exponential", "squareplus", "sparse_plus", "sparse_sigmoid",
    "hard_shrink", "soft_shrink", "tanh_shrink", "linear", "step",
]  # fmt: skip
NAMES: tuple[str, ...] = get_args(Named)
Initial = Literal[
    "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal",
    "orthogonal", "random_normal",
]  # fmt: skip
INITIALIZERS: tuple[str, ...] = get_args(Initial)


class ActivationExplorerState(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """A function, a point on it, and a stack of layers that use it."""

    activation: Annotated[Named | Literal["own"], Meta(title="Activation")] = "sigmoid"
    formula: Annotated[str, Meta(max_length=120, title="f(x)")] = "1/(1 + 2*exp(-3*x))"
    leaky_slope: Annotated[float, Meta(ge=0, le=1, title="Leaky slope")] = 0.1
    x: Annotated[float, Meta(ge=-1000, le=1000, title="x")] = 1.0
    depth: Annotated[int, Meta(ge=1, le=50, title="Layers")] = 10
    width: Annotated[int, Meta(ge=2, le=256, title="Units a layer")] = 64
    initializer: Annotated[Initial, Meta(title="Initial weights")] = "glorot_uniform"
    deviation: Annotated[
        float, Meta(ge=0, le=100, title="Deviation of random normal")
    ] = 0.05
    learning_rate: Annotated[float, Meta(ge=0, le=100, title="Learning rate")] = 0.1
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0
    compare: Annotated[bool, Meta(title="Compare all initializers")] = False
    depths: Annotated[bool, Meta(title="Compare depths")] = False


class Reading(msgspec.Struct, frozen=True):
    """A function at the chosen x; flat means that it has saturated there."""

    name: str
    value: float
    slope: float
    flat: bool


class Passing(msgspec.Struct):
    """What passes through one layer, forwards and backwards."""

    name: str
    counts: Array
    edges: Array
    gradient_counts: Array
    gradient_edges: Array
    mean: float
    deviation: float
    zeros: float
    gradient_deviation: float
    gradient_norm: float | None
    saturated: float | None
    dead: float | None


class Depths(msgspec.Struct):
    """The first layer's gradient over the last's, by function (rows) and depth."""

    depths: list[int]
    names: list[str]
    ratios: Array


class ActivationExplorerView(msgspec.Struct):
    """What the explorer shows."""

    curve_x: Array
    values: Array
    slopes: Array
    flat: Array
    readings: list[Reading]
    chosen: Reading
    layers: list[Passing]
    warnings: list[str]
    loss: float
    history: Array
    initializers: list[str]
    norms: Array | None
    depths: Depths | None
