"""The lab's settings, and what it shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

from limpid.studio.messages import Picture

Array = NDArray[Any]

NETWORK = 'Flatten()\nDense(32, "relu")\nDense(10, "softmax")'


class LabState(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A model as text, how it is trained, and which test picture is looked at."""

    network: Annotated[str, Meta(max_length=1000, title="Layers")] = NETWORK
    optimizer: Annotated[
        Literal["sgd", "momentum", "rmsprop", "adam"], Meta(title="Optimizer")
    ] = "adam"
    learning_rate: Annotated[float, Meta(gt=0, le=10, title="Learning rate")] = 0.005
    batch_size: Annotated[int, Meta(ge=1, le=512, title="Batch size")] = 32
    epochs: Annotated[int, Meta(ge=1, le=500, title="Epochs")] = 10
    examples: Annotated[int, Meta(ge=50, le=1438, title="Training pictures")] = 1438
    shown: Annotated[int, Meta(ge=0, le=358, title="Test picture")] = 0
    probe: Annotated[bool, Meta(title="Probe each layer")] = False
    landscape: Annotated[bool, Meta(title="Loss around the weights")] = False
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0


class LayerRow(msgspec.Struct, frozen=True):
    """A row of the model's summary."""

    name: str
    shape: str
    parameters: int


class Landscape(msgspec.Struct):
    """The loss on some training pictures, around the weights of now.

    Attributes:
        offsets: How far along the direction, 1 for as far as the weights are long.
        line: The loss along the first direction; `middle` is that of the weights.
        plane: Its logarithm along both: the first goes down, the second to the right.
    """

    offsets: Array
    line: Array
    middle: float
    plane: Picture


class LabView(msgspec.Struct):
    """What the lab shows.

    Attributes:
        history: (epochs, 5): the epoch, training and test loss, both accuracies.
        confusion: True classes in rows, predicted ones in columns.
        mistakes: The test pictures read wrongly, worst first; `pictures` are theirs.
        scores: Of the picture looked at, as probabilities.
        probes: The share of test pictures that a linear layer, fitted by least
            squares, gets right from the pixels, then from what each layer puts out.
    """

    layers: list[LayerRow]
    parameters: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    num_test: int
    history: Array
    confusion: Array
    mistakes: list[int]
    labels: list[int]
    predictions: list[int]
    pictures: Picture
    picture: Picture
    label: int
    scores: Array
    probes: Array | None
    landscape: Landscape | None
