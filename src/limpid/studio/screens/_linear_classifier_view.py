"""What the linear classifier's screen shows: lines, losses, one example, templates."""

from typing import Any

import numpy as np

from limpid import linear
from limpid.graph.tensor import no_grad
from limpid.ops.sigmoid import sigmoid
from limpid.ops.softmax import softmax
from limpid.studio.messages import Picture
from limpid.studio.screens import _plane_lines as lines
from limpid.studio.screens._linear_classifier_derivations import data_losses
from limpid.studio.screens._linear_classifier_state import (
    Array,
    Chosen,
    Formulation,
    Images,
)

PIXELS = 100
ARROW = 0.12
MAX_LISTED = 200
TITLES = {
    "weston_watkins": "Weston-Watkins 1999",
    "one_vs_all": "One vs. all",
    "structured": "Structured SVM",
    "softmax": "Softmax",
}


def formulations(y: Array, found: linear.Evaluation) -> list[Formulation]:
    """Return the losses by each of the four formulations; of few examples, of each."""
    return [_formulation(name, y, found) for name in TITLES]


def _formulation(name: str, y: Array, found: linear.Evaluation) -> Formulation:
    losses = data_losses(name, y, found.scores)
    mean = float(losses.mean())
    kept = losses if len(losses) <= MAX_LISTED else losses[:0]
    return Formulation(name, TITLES[name], kept, mean, mean + found.regularization_loss)


def lines_and_arrows(
    model: linear.LinearClassifier, side: float
) -> tuple[Array, Array]:
    """Return each class's line, and the arrow of its weights; none without a plane."""
    if not side:
        return np.zeros((0, 4)), np.zeros((0, 4))
    kernel = model.kernel
    pairs = list(zip(kernel, model.bias, strict=True))
    shown = np.stack([lines.zero_line(w, b, side) for w, b in pairs])
    # All arrows in one scale, which keeps the longest of them on the plane.
    scale = min(ARROW, side / 2 / max(np.hypot(*kernel.T).max(), 1e-9))
    arrows = [
        lines.arrow(line, w, scale) for line, w in zip(shown, kernel, strict=True)
    ]
    return shown, np.stack(arrows)


def regions(model: linear.LinearClassifier, side: float) -> Array | None:
    """Return the class of each place in the plane."""
    if not side:
        return None
    found = model.predict(lines.grid(side, PIXELS))
    return found.reshape(PIXELS, PIXELS).astype(np.uint8)


def chosen(scores: Array, label: Array) -> Chosen:
    """Return one example closely.

    Args:
        scores: Of its classes.
        label: Its class, (1,).
    """
    with no_grad():
        each, together = sigmoid(scores).numpy(), softmax(scores).numpy()
    losses = [data_losses(name, label, scores[None])[0] for name in TITLES]
    return Chosen(
        label=int(label[0]),
        prediction=int(np.argmax(scores)),
        scores=scores,
        sigmoids=each,
        softmax=together,
        sum_of_sigmoids=float(each.sum()),
        sum_of_softmax=float(together.sum()),
        losses=np.array(losses),
    )


def images(model: linear.LinearClassifier, examples: Any, at: int) -> Images | None:
    """Return the weights as templates, beside an example; None if it is no image."""
    if not examples.image:
        return None
    return Images(
        templates=_picture(model.kernel, *examples.image),
        example=_picture(examples.x[[at]], *examples.image),
        test_accuracy=model.score(*examples.test) if examples.test else None,
    )


def _picture(rows: Array, height: int, width: int) -> Picture:
    """Return rows as images, zero in the middle of the colors."""
    most = float(np.abs(rows).max()) or 1.0
    return Picture(rows.reshape(-1, height, width), -most, most)
