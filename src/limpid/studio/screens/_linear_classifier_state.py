"""The linear classifier's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

from limpid.studio.messages import Picture

Array = NDArray[Any]

MAX_CLASSES = 6


class LinearClassifierState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that makes the screen what it is."""

    data: Annotated[
        Literal[
            "nine points", "clouds", "quadrants", "ring", "three modes",
            "four pixels", "digits",
        ],
        Meta(title="Data"),
    ] = "nine points"  # fmt: skip
    classes: Annotated[int, Meta(ge=2, le=MAX_CLASSES, title="Classes")] = 3
    formulation: Annotated[
        Literal["weston_watkins", "one_vs_all", "structured", "softmax"],
        Meta(title="Loss"),
    ] = "weston_watkins"
    l2: Annotated[float, Meta(ge=0, le=10, title="L2 strength λ")] = 0.1
    step_size: Annotated[float, Meta(ge=0, le=100, title="Step size")] = 0.1
    gradient: Annotated[
        Literal["true", "as the demo printed it"], Meta(title="Gradient")
    ] = "true"
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0
    nudge: Annotated[float, Meta(ge=0, le=100, title="A nudge changes by")] = 0.1
    all_losses: Annotated[bool, Meta(title="All four losses of each example")] = False
    example: Annotated[int, Meta(ge=0, title="Example")] = 0


class Formulation(msgspec.Struct):
    """What one of the four losses says of these weights."""

    name: str
    title: str
    losses: Array
    data_loss: float
    loss: float


class Chosen(msgspec.Struct):
    """One example in full.

    Attributes:
        sigmoids: Each score's own sigmoid; their sum is not 1.
        softmax: What the scores are as chances; their sum is 1.
        losses: By the four formulations, in their order.
    """

    label: int
    prediction: int
    scores: Array
    sigmoids: Array
    softmax: Array
    sum_of_sigmoids: float
    sum_of_softmax: float
    losses: Array


class Images(msgspec.Struct):
    """Rows of the kernel as images, and one of the examples."""

    templates: Picture
    example: Picture
    test_accuracy: float | None


class LinearClassifierView(msgspec.Struct):
    """What the screen shows.

    Attributes:
        x, y, predictions: Of the examples; empty where there are too many.
        lines: x1, x2 of both ends of each class's zero line; NaN where none is seen.
        arrows: Start and end of each class's arrow.
        regions: The class of each place of the plane, from the upper left.
        kernel_check, bias_check: The gradient as central differences.
        demo_kernel_gradient: The gradient as the lecture's demo prints it.
        history: Update, data loss, regularization loss, total; a row each.
    """

    classes: list[str]
    features: list[str]
    side: float
    x: Array
    y: Array
    scores: Array
    predictions: Array
    formulations: list[Formulation]
    data_loss: float
    regularization_loss: float
    loss: float
    accuracy: float
    num_examples: int
    kernel: Array
    bias: Array
    kernel_gradient: Array
    bias_gradient: Array
    kernel_check: Array | None
    bias_check: Array | None
    demo_kernel_gradient: Array
    lines: Array
    arrows: Array
    regions: Array | None
    chosen: Chosen
    images: Images | None
    history: Array
    next_seed: int
