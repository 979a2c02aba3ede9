"""The convolution stepper's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

from limpid.studio.messages import Picture

Array = NDArray[Any]

Number = Annotated[float, Meta(ge=-1e6, le=1e6)]
Row = Annotated[tuple[Number, ...], Meta(min_length=1, max_length=28)]
KernelRow = Annotated[tuple[Number, ...], Meta(min_length=1, max_length=7)]
Pad = Annotated[int, Meta(ge=0, le=6)]
Place = Annotated[int, Meta(ge=0, le=100)]


def grid(*rows: str) -> tuple[tuple[float, ...], ...]:
    """Return a picture drawn in characters: # is 1, . is 0."""
    return tuple(tuple(float(mark == "#") for mark in row) for row in rows)


# The digit behind the lecture's filters.
FIVE = grid(
    *("........", "...###..", "...#....", "...###.."),
    *(".....#..", ".....#..", "...###..", "........"),
)
HORIZONTAL = ((-1.0,) * 3, (1.0,) * 3, (0.0,) * 3)


class ConvolutionState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that makes the screen what it is.

    Attributes:
        image: Rows of the picture.
        kernel: Rows of the kernel; of pooling, its size alone counts.
        padding: Rows of zeros above, below; columns left, right.
        look: Row and column of an output to look at; None for where the walk is.
    """

    mode: Annotated[
        Literal["correlation", "convolution", "max-pooling", "average-pooling"],
        Meta(title="Operation"),
    ] = "correlation"
    image: Annotated[tuple[Row, ...], Meta(min_length=1, max_length=28)] = FIVE
    kernel: Annotated[tuple[KernelRow, ...], Meta(min_length=1, max_length=7)] = (
        HORIZONTAL
    )
    stride: Annotated[int, Meta(ge=1, le=6, title="Stride")] = 1
    dilation: Annotated[int, Meta(ge=1, le=4, title="Dilation")] = 1
    padding: Annotated[tuple[Pad, Pad, Pad, Pad], Meta(title="Padding")] = (0, 2, 0, 2)
    bias: Annotated[Number, Meta(title="Bias")] = 0.0
    relu: Annotated[bool, Meta(title="ReLU")] = False
    twice: Annotated[bool, Meta(title="A second layer of the same")] = False
    look: Annotated[tuple[Place, Place] | None, Meta(title="Output")] = None


class Cell(msgspec.Struct):
    """One output, taken apart.

    Attributes:
        window: Top, left, height and width in the picture; negative in the padding.
        patch, products: What lies below the kernel, and times it.
        winner: Row and column of the element that max-pooling takes.
    """

    row: int
    column: int
    window: tuple[int, int, int, int]
    patch: list[list[float]]
    products: list[list[float]]
    total: float
    out: float
    winner: tuple[int, int] | None


class Side(msgspec.Struct):
    """How many windows fit along one axis.

    Attributes:
        left: How many rows or columns at the end no window reaches.
    """

    name: str
    formula: str
    size: int
    left: int


class Preset(msgspec.Struct):
    """A picture or a kernel to start from."""

    name: str
    rows: list[list[float]]


class ConvolutionView(msgspec.Struct):
    """What the screen shows.

    Attributes:
        padded: The picture with its padding.
        used: The kernel as it lies on the picture: turned, if it is a convolution.
        output: All outputs; those not walked over yet are not a number.
        second: What a second layer of the same makes of them, if it is asked for.
        field: Height and width of what one output of the last layer sees.
    """

    padded: Picture
    used: list[list[float]]
    map: Picture
    output: list[list[float | None]]
    second: Picture | None
    second_numbers: list[list[float]]
    cell: Cell
    sides: tuple[Side, Side]
    parameters: int
    products: int
    field: tuple[int, int]
    images: list[Preset]
    kernels: list[Preset]
