"""LeNet's settings, and what the screen shows."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from numpy.typing import NDArray

from limpid.studio.messages import Picture

Array = NDArray[Any]

# Strokes are whole numbers on a grid of so many steps, so that links stay short.
GRID = 200
MAX_POINTS = 2_000
MAX_KEPT = 200

Place = Annotated[int, Meta(ge=0, le=GRID)]
Stroke = Annotated[tuple[Place, ...], Meta(min_length=2, max_length=1_000)]
# Lists, since it is also sent as the answer to an action.
Cube = list[list[list[float]]]
Index = Annotated[int, Meta(ge=0)]

# A five in two strokes.
FIVE = (
    (132, 46, 78, 46),
    (78, 46, 72, 94, 96, 84, 120, 88, 134, 106, 132, 134, 112, 154, 86, 156, 66, 142),
)


class Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A drawing kept with what it is."""

    label: Annotated[int, Meta(ge=0, le=9)]
    strokes: Annotated[tuple[Stroke, ...], Meta(min_length=1, max_length=100)]
    pen: Annotated[float, Meta(ge=0.02, le=0.2)] = 0.08


class LeNetState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that makes the screen what it is.

    Attributes:
        strokes: What is drawn: each stroke's x, y, x, y, ... from the upper left.
        example: Number of a test picture to look at instead; None for the drawing.
        probe: Layer, map, row and column of the unit that is taken apart; None for the
            middle of the first map.
        chosen: The class that saliency and occlusion ask about; None for the likeliest.
        kept: Your drawings with what they are, of which the network is asked.
        alone: Whether a lesson's batch holds the picture shown and no others.
    """

    data: Annotated[Literal["digits", "mnist"], Meta(title="Learn from")] = "digits"
    run: Annotated[str, Meta(max_length=200, title="Weights of a run")] = ""
    activation: Annotated[
        Literal["relu", "tanh", "sigmoid"], Meta(title="Activation")
    ] = "relu"
    distort: Annotated[bool, Meta(title="Distort each picture anew")] = True
    learning_rate: Annotated[float, Meta(ge=0, le=1, title="Learning rate")] = 0.002
    batch_size: Annotated[int, Meta(ge=1, le=500, title="Batch size")] = 64
    epochs: Annotated[int, Meta(ge=1, le=1_000, title="Stop after epochs")] = 40
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1, title="Seed")] = 0
    strokes: Annotated[tuple[Stroke, ...], Meta(max_length=100, title="Drawing")] = FIVE
    pen: Annotated[float, Meta(ge=0.02, le=0.2, title="Width of the pen")] = 0.08
    example: Annotated[Index | None, Meta(title="Test picture")] = None
    probe: Annotated[tuple[Index, Index, Index, Index] | None, Meta(title="Unit")] = (
        None
    )
    chosen: Annotated[Index | None, Meta(title="Ask about")] = None
    covering: Annotated[int, Meta(ge=1, le=15, title="Size of the cover")] = 5
    alone: Annotated[bool, Meta(title="This picture alone")] = False
    strongest: Annotated[bool, Meta(title="What drives this map most")] = False
    kept: Annotated[tuple[Kept, ...], Meta(max_length=MAX_KEPT, title="Yours")] = ()


class Sheet(msgspec.Struct):
    """The drawing, and how it becomes a picture as the network knows them.

    Attributes:
        box: The ink's top, left, height and width, in shares of the sheet's side.
        center: The row and column of its center of mass, likewise.
        words: The same as a sentence.
    """

    box: tuple[float, float, float, float] | None
    center: tuple[float, float] | None
    words: str


class LayerView(msgspec.Struct):
    """What one layer makes of the picture.

    Attributes:
        kind: convolution, max-pooling, average-pooling, dense, or other.
        shape: Of its output, in words: '14 x 14 x 6'.
        sees: Height and width of what a unit sees of the picture.
        maps: (maps, rows, columns); units of a dense layer are folded into one map.
        filters: The kernels of a convolution of the picture itself.
    """

    name: str
    kind: str
    shape: str
    parameters: int
    sees: tuple[int, int]
    maps: Picture
    filters: Picture | None


class Term(msgspec.Struct):
    """One summand of a unit's sum."""

    where: str
    x: float
    weight: float
    product: float


class Strongest(msgspec.Struct):
    """What drives a map most: the part that its unit sees of some test pictures."""

    pixels: Picture
    values: list[float]
    examples: list[int]


class Traced(msgspec.Struct):
    """One unit, taken apart.

    Attributes:
        layer: Its number among those shown.
        window: Top, left, height and width in what enters the layer.
        entered: Number of the layer that this comes from; -1 for the picture.
        field: The same rectangle traced back to the picture.
        words: The formula in words.
        patch, kernel: By channel, row and column; no kernel where windows are pooled.
        sums: Of the products, channel by channel.
        winner: Row and column of the element that max-pooling takes.
        terms: The largest summands.
    """

    title: str
    layer: int
    feature: int
    row: int
    column: int
    window: tuple[int, int, int, int]
    entered: int
    field: tuple[int, int, int, int]
    patch: Cube
    net: float
    out: float
    words: str = ""
    kernel: Cube | None = None
    sums: list[float] = []
    bias: float | None = None
    activation: str = ""
    winner: tuple[int, int] | None = None
    terms: list[Term] = []
    strongest: Strongest | None = None


class Gallery(msgspec.Struct):
    """Some test pictures, by their numbers."""

    examples: list[int]
    pictures: Picture
    labels: list[int]
    predictions: list[int]


class Lesson(msgspec.Struct):
    """A step of training on the picture shown: what it did.

    Attributes:
        others: The numbers of the training pictures in its batch.
    """

    label: int
    clock: str
    probability_before: float
    probability_after: float
    accuracy_before: float
    accuracy_after: float
    others: list[int]


class Collection(msgspec.Struct):
    """Your own drawings, and what the network takes each for.

    Attributes:
        right: How many it takes for what they are.
        accuracy: Their share; None if there are no drawings.
    """

    pictures: Picture
    labels: list[int]
    predictions: list[int]
    right: int
    accuracy: float | None


class LeNetView(msgspec.Struct):
    """What the screen shows.

    Attributes:
        trouble: What is wrong with the drawing, as a sentence.
        label: The true class of a test picture.
        chosen: The class that saliency and occlusion are about.
        saliency: The gradient of its score by each pixel.
        occlusion: How much its probability falls where the picture is covered, at most
            by `largest_fall`.
        history: Rows of epoch, training loss, test loss, training and test accuracy.
        judged: How many test pictures the figures are of.
        can_undo: Whether the last lesson can be taken back.
    """

    classes: list[str]
    runs: list[str]
    sheet: Sheet
    picture: Picture
    trouble: str | None
    label: int | None
    layers: list[LayerView]
    scores: Array
    powers: Array
    probabilities: Array
    chosen: int
    saliency: Picture
    occlusion: Picture
    largest_fall: float
    traced: Traced
    test_loss: float
    test_accuracy: float
    judged: int
    examples: int
    confusion: Array
    gallery: Gallery
    mistakes: Gallery
    collection: Collection
    history: Array
    lessons: list[Lesson]
    can_undo: bool
    parameters: int
