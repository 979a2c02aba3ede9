"""Where the numbers of the LeNet screen come from."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.explanations import class_scores, saliency
from limpid.explanations.gradcheck import in_double
from limpid.graph.gradient import gradients
from limpid.graph.tensor import as_tensor, no_grad
from limpid.studio.derivations import STEP, shown
from limpid.studio.screen import Derivation, Line
from limpid.studio.screens._lenet_network import Network
from limpid.studio.screens._lenet_state import Traced

Array = NDArray[Any]

MOST_PRODUCTS = 30
KINK = (
    "Here is a kink, of ReLU or of max-pooling: to its two sides the score changes "
    "otherwise, so there is no quotient to compare with."
)


def unit(
    network: Network,
    x: Array,
    traced: Traced,
    index: tuple[int, ...],
    chosen: str,
    k: int,
) -> Derivation:
    """Return how a unit comes about, and how the chosen class's score hangs on it.

    Args:
        network: Of the unit.
        x: The picture, (1, side, side, 1).
        traced: The unit, taken apart.
        index: Of the unit in its layer's output.
        chosen, k: The class's name and number.
    """
    number = network.shown[traced.layer]
    if number == len(network.model.layers) - 1:
        return Derivation(traced.title, _lines(traced))
    gradient, check = _by_unit(network.model, x, number, index, k)
    note = f"E is the score of class {chosen}, before the softmax."
    if check is None:
        note += f" {KINK}"
    return Derivation(traced.title, _lines(traced), gradient, check, note)


def _lines(traced: Traced) -> tuple[Line, ...]:
    patch = np.ravel(traced.patch)
    if traced.kernel is None:
        numbers = ", ".join(map(shown, patch))
        word = "max" if traced.winner else "mean"
        return (Line("out", traced.words, f"{word}({numbers})", traced.out),)
    products = [
        f"{shown(x)} · {shown(w)}"
        for x, w in zip(patch, np.ravel(traced.kernel), strict=True)
    ]
    left = len(products) - MOST_PRODUCTS
    numbers = " + ".join(products[:MOST_PRODUCTS])
    numbers += f" + … ({left} more)" if left > 0 else ""
    bias = "" if traced.bias is None else f" + {shown(traced.bias)}"
    net = Line("net", "Σ x · w + b", numbers + bias, traced.net)
    formula = f"{traced.activation}(net)"
    out = Line("out", formula, f"{traced.activation}({shown(traced.net)})", traced.out)
    return net, out


def _by_unit(
    model: Any, x: Array, number: int, index: tuple[int, ...], k: int
) -> tuple[float, float | None]:
    """Return the derivative of a score by a unit's output, and its quotient."""
    with in_double(model):
        passed: Any = as_tensor(x.astype(np.float64))
        with no_grad():
            for layer in model.layers[: number + 1]:
                passed = layer(passed, training=False)
        out = as_tensor(passed.numpy())
        score = class_scores(model, out, since=number + 1)[0, k]
        gradient = gradients(score, [out])[0].numpy()
        at = (0, *index)
        values = []
        for step in (-STEP, 0.0, STEP):
            moved = out.numpy().copy()
            moved[at] += step
            with no_grad():
                values.append(float(class_scores(model, moved, since=number + 1)[0, k]))
    return float(gradient[at]), _quotient(values)


def _quotient(values: list[float]) -> float | None:
    """Return the central difference quotient; None if its sides disagree."""
    below, here, above = values
    sides = (here - below) / STEP, (above - here) / STEP
    if abs(sides[0] - sides[1]) > 1e-3 * max(*map(abs, sides), 1e-6):
        return None
    return (above - below) / (2 * STEP)


def pixel(
    model: Any, x: Array, row: int, column: int, chosen: str, k: int
) -> Derivation:
    """Return how a class's score hangs on a pixel."""
    place = (0, row, column, 0)
    with in_double(model):
        point = x.astype(np.float64)
        gradient = float(saliency(model, point, [k]).numpy()[place])
        values = []
        for step in (-STEP, 0.0, STEP):
            moved = point.copy()
            moved[place] += step
            with no_grad():
                values.append(float(class_scores(model, moved)[0, k]))
    line = Line("x", f"pixel, row {row + 1}, column {column + 1}", "", float(x[place]))
    check = _quotient(values)
    note = f"E is the score of class {chosen}, before the softmax."
    if check is None:
        note += f" {KINK}"
    return Derivation("Saliency of a pixel", (line,), gradient, check, note)


def probability(classes: list[str], scores: Array, k: int, found: float) -> Derivation:
    """Return how the softmax makes a probability of the scores."""
    scores = scores.astype(np.float64)
    highest = scores.max()
    powers = np.exp(scores - highest)
    lines = (
        Line(f"s{classes[k]}", "score: Σ x · w + b", "", float(scores[k])),
        Line(
            f"e{classes[k]}",
            "exp(s − largest s)",
            f"exp({shown(scores[k])} − {shown(highest)})",
            float(powers[k]),
        ),
        Line(
            "Σ e", "the sum over all classes", " + ".join(map(shown, powers)),
            float(powers.sum()),
        ),
        Line(
            f"p{classes[k]}",
            f"e{classes[k]} / Σ e",
            f"{shown(powers[k])} / {shown(powers.sum())}",
            found,
        ),
    )  # fmt: skip
    return Derivation(f"Probability of class {classes[k]}", lines)


def covering(chosen: str, before: float, fall: float, place: str) -> Derivation:
    """Return how an element of the occlusion map comes about."""
    lines = (
        Line("p", f"probability of class {chosen}", "", before),
        Line("p′", f"the same with a cover around {place}", "", before - fall),
        Line("fall", "p − p′", f"{shown(before)} − {shown(before - fall)}", fall),
    )
    return Derivation("Occlusion", lines)


def loss(value: float, count: int) -> Derivation:
    """Return how the test loss comes about."""
    words = f"mean of −ln p(true class) over {count} test pictures"
    return Derivation("Test loss", (Line("E", words, "", value),))
