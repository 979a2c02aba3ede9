"""Parts of what the LeNet screen shows."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.datasets import CenteredDigit
from limpid.explanations import receptive_field
from limpid.studio.messages import Picture
from limpid.studio.screens._lenet_data import SHEET, Problem
from limpid.studio.screens._lenet_network import Network
from limpid.studio.screens._lenet_state import Gallery, LayerView, Sheet
from limpid.studio.screens._lenet_trace import fold

Array = NDArray[Any]

# A network that has learned makes fewer mistakes; of the others, the worst are enough.
NUM_MISTAKES = 240


def signed(values: Array) -> Picture:
    """Return a picture of numbers around 0, as strong as the largest of them."""
    reach = float(np.abs(np.nan_to_num(values)).max(initial=0.0)) or 1.0
    return Picture(values, -reach, reach)


def inked(pictures: Array) -> Picture:
    """Return pictures of ink, from 0 to 1."""
    return Picture(pictures, -1, 1)


def sheet(found: CenteredDigit | None, problem: Problem) -> Sheet:
    """Return, also in words, how a drawing becomes a picture."""
    if found is None:
        return Sheet(None, None, "")
    side, box = problem.side, problem.box
    words = (
        f"The ink's box, {found.height} x {found.width} of {SHEET} x {SHEET} pixels, "
        f"is scaled until its longer side fills {box} pixels; its center of mass goes "
        f"to the middle of {side} x {side}, as in MNIST."
    )
    edges = found.top, found.left, found.height, found.width
    top, left, height, width = (edge / SHEET for edge in edges)
    center = found.row / SHEET, found.column / SHEET
    return Sheet((top, left, height, width), center, words)


def layer_view(network: Network, number: int, out: Array) -> LayerView:
    """Return what one layer makes of the picture."""
    layer, kind = network.model.layers[number], network.kind(number)
    field = receptive_field(network.model, number)
    is_first = kind == "convolution" and number == network.shown[0]
    filters = layer.kernel.numpy()[:, :, 0].transpose(2, 0, 1) if is_first else None
    is_flat = out.ndim == 1
    maps = out.reshape(1, *fold(out.size)) if is_flat else out.transpose(2, 0, 1)
    return LayerView(
        name=network.name(number),
        kind=kind,
        shape=" x ".join(map(str, out.shape)),
        parameters=layer.count_params(),
        sees=(field.height, field.width),
        maps=signed(maps),
        filters=None if filters is None else signed(filters),
    )


def gallery(problem: Problem, probabilities: Array, rows: list[int]) -> Gallery:
    """Return some test pictures with their classes, true and predicted."""
    return Gallery(
        examples=rows,
        pictures=inked(problem.x_test[rows][..., 0]),
        labels=[int(problem.y_test[i]) for i in rows],
        predictions=[int(probabilities[i].argmax()) for i in rows],
    )


def confusion(labels: Array, probabilities: Array) -> Array:
    """Return how often each class (rows) was taken for each (columns)."""
    count = probabilities.shape[1]
    table = np.zeros((count, count), np.int32)
    np.add.at(table, (labels, probabilities.argmax(axis=1)), 1)
    return table


def worst(losses: Array, probabilities: Array, labels: Array) -> list[int]:
    """Return the mistakes with the largest losses, worst first."""
    wrong = np.flatnonzero(probabilities.argmax(axis=1) != labels)
    order = wrong[np.argsort(-losses[wrong], kind="stable")]
    return [int(i) for i in order[:NUM_MISTAKES]]
