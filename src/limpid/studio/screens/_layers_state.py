"""The layer-by-layer screen's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

from limpid.studio.messages import Picture

Array = NDArray[Any]


class LayersState(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True
):
    """Points of two classes, and the network that bends their plane."""

    data: Annotated[Literal["circle", "xor", "gauss", "spiral"], Meta(title="Data")] = (
        "circle"
    )
    noise: Annotated[int, Meta(ge=0, le=50, title="Noise (%)")] = 0
    examples: Annotated[int, Meta(ge=10, le=400, title="Training examples")] = 200
    layers: Annotated[int, Meta(ge=1, le=4, title="Hidden layers")] = 2
    units: Annotated[int, Meta(ge=1, le=20, title="Units of each")] = 4
    activation: Annotated[
        Literal["tanh", "relu", "sigmoid", "linear"], Meta(title="Activation")
    ] = "tanh"
    learning_rate: Annotated[float, Meta(ge=0, le=10, title="Learning rate")] = 0.02
    batch_size: Annotated[int, Meta(ge=1, le=400, title="Batch size")] = 20
    epochs: Annotated[int, Meta(ge=1, le=10_000, title="Stop after epochs")] = 200
    sweep: Annotated[bool, Meta(title="Compare 1 to 20 units")] = False
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0


class Stage(msgspec.Struct):
    """The plane as it leaves a layer; the first one is the plane itself.

    Attributes:
        units: How many numbers describe a point there.
        lines: (lines, points, 2): where the plane's grid lines come to lie. Of more
            than two units, the two directions in which the examples differ most.
        points: (examples, 2).
        seen: The share of the examples' variance that these two directions show.
        train, test: Shares of examples that a straight line, a linear layer by least
            squares, gets right there.
    """

    name: str
    units: int
    lines: Array
    points: Array
    seen: float
    train: float
    test: float


class Collapsed(msgspec.Struct):
    """All layers as one: what is left if their activations are taken out.

    Attributes:
        kernel, bias: The product of all kernels, and where it sends the origin.
        line: The ends of its zero line; NaN where it is not to be seen.
        apart: The largest difference from the network's own output on the map.
    """

    kernel: Array
    bias: float
    line: Array
    apart: float


class WidthSweep(msgspec.Struct):
    """Shares that trained networks of one hidden layer get right, by its units."""

    units: Array
    train: Array
    test: Array


class LayersView(msgspec.Struct):
    """What the screen shows.

    Attributes:
        ends: The zero lines of the first layer's units.
        loss: Half the mean squared error, as TensorFlow Playground has it.
    """

    side: float
    train_x: Array
    train_y: Array
    output: Picture
    ends: Array
    stages: list[Stage]
    collapsed: Collapsed
    loss: float
    test_loss: float
    train: float
    test: float
    parameters: int
    history: Array
    widths: WidthSweep | None
