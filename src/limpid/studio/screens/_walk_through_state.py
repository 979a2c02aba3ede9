"""The walk-through's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

Array = NDArray[Any]


class WalkThroughState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the network answers, and how it learns.

    Attributes:
        examples: After so many of them the falling rates are at their end.
        rule: Whose change the weights take: that of the page which the lectures link
            to, or the gradient's.
    """

    activation: Annotated[
        Literal["sigmoid", "tanh", "softplus", "linear"], Meta(title="f(e)")
    ] = "sigmoid"
    learning_rate: Annotated[float, Meta(ge=0, le=100, title="Rate η")] = 0.5
    rate: Annotated[
        Literal["constant", "walk-through 1", "walk-through 2"],
        Meta(title="η goes on as"),
    ] = "constant"
    examples: Annotated[int, Meta(ge=2, le=100_000, title="Examples in all, for η")] = (
        100
    )
    rule: Annotated[
        Literal["page", "gradient"], Meta(title="Weights change as the")
    ] = "page"


class NeuronView(msgspec.Struct):
    """One neuron; what no click has reached yet is None.

    Attributes:
        inputs: The names of what comes in.
        weights: One for each input; the new ones once they are updated.
        e, y: The weighted sum and f of it.
        d: The error signal carried back to it.
        slope: f'(e).
        page, gradient: The change of each weight by either rule.
        agree: Whether the two changes are one.
    """

    name: str
    layer: int
    unit: int
    inputs: list[str]
    weights: Array
    e: float | None = None
    y: float | None = None
    d: float | None = None
    slope: float | None = None
    page: Array | None = None
    gradient: Array | None = None
    agree: bool = False


class WalkThroughView(msgspec.Struct):
    """The network in the middle of an example.

    Attributes:
        phase: What goes on: the clicks of one example are in this order.
        active: The index of the neuron that the last click worked at; None for none.
        sentence: What that click did.
        x, targets: The examples, a row each.
        row: Of the example that is learned now.
        learned: How many examples have been learned.
        rate: η for this example.
        loss: Half the squared error; None before y is known.
    """

    phase: Literal["start", "forward", "backward", "update"]
    active: int | None
    sentence: str
    neurons: list[NeuronView]
    x: Array
    targets: Array
    row: int
    learned: int
    rate: float
    loss: float | None
