"""The worked training step's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

Array = NDArray[Any]
Units = Annotated[int, Meta(ge=1, le=5)]


class WorkedBackpropState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The network, its example, and how the step is shown.

    Attributes:
        units: Of your own network: the inputs, then the units of each layer.
        seed: Of its numbers, which are tenths.
    """

    example: Annotated[
        Literal["0.35 and 0.9", "0.05 and 0.10", "2-3-2", "three layers", "own"],
        Meta(title="Network"),
    ] = "0.35 and 0.9"
    loss: Annotated[
        Literal["half_squared_error", "mean_squared_error", "binary_crossentropy"],
        Meta(title="Loss E"),
    ] = "half_squared_error"
    learning_rate: Annotated[float, Meta(ge=0, le=100, title="Learning rate η")] = 1.0
    train_biases: Annotated[bool, Meta(title="Train the biases")] = True
    units: Annotated[tuple[Units, ...], Meta(min_length=2, max_length=5)] = (2, 2, 1)
    activation: Annotated[
        Literal["sigmoid", "tanh", "relu", "linear", "softplus"],
        Meta(title="Activation"),
    ] = "sigmoid"
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0
    style: Annotated[Literal["scalar", "matrix"], Meta(title="Written as")] = "scalar"
    rounding: Annotated[
        Literal[
            "full precision", "as the lecture prints", "2 decimals", "3 decimals",
            "4 decimals", "5 decimals",
        ],
        Meta(title="Answers in"),
    ] = "full precision"  # fmt: skip
    quiz: Annotated[bool, Meta(title="Hide the results: I work them out")] = False


class LayerView(msgspec.Struct):
    """A layer's part of the step.

    Attributes:
        kernel: (inputs, units): a column for each unit.
        slope: f'(net); None where the activation mixes its inputs.
        slope_rule: f' as a formula in x.
        delta: Minus the gradient of E by the weighted sums.
        kernel_change, bias_change: Δ of the step; None where nothing is trained.
    """

    activation: str
    slope_rule: str
    inputs: Array
    kernel: Array
    bias: Array | None
    net: Array
    out: Array
    slope: Array | None
    delta: Array
    kernel_gradient: Array
    bias_gradient: Array | None
    kernel_change: Array
    bias_change: Array | None
    kernel_after: Array
    bias_after: Array | None


class Rounded(msgspec.Struct, frozen=True):
    """A number of the step in full precision, rounded on the way, and as printed."""

    name: str
    exact: float
    rounded: float
    printed: str | None


class ExampleView(msgspec.Struct, frozen=True):
    """What comes with a choice of network."""

    name: str
    title: str
    loss: str
    learning_rate: float
    train_biases: bool


class WorkedBackpropView(msgspec.Struct):
    """One training step, every number of it.

    Attributes:
        loss_before, loss_after: E before the step and after it.
        parts: What each output adds to E.
        page: The step written out as limpid's worked() does.
        parameters: How many weights and biases there are.
    """

    x: Array
    target: Array
    layers: list[LayerView]
    loss_before: float
    loss_after: float
    parts: Array
    parameters: int
    updates: int
    page: str
    examples: list[ExampleView]
    rounded: list[Rounded]
