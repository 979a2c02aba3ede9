"""The walk-through's network of 3, 2 and 1 neurons, its examples and its program."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.layers.dense import Dense
from limpid.losses.half_squared_error import HalfSquaredError
from limpid.models.sequential import Sequential
from limpid.optimizers.sgd import SGD

Array = NDArray[Any]

# A row for each neuron. These and the first example are the lectures' case
# walkthrough-3-2-1; the other examples are ours.
WEIGHTS = (
    [[0.1, 0.3], [0.2, -0.1], [-0.3, 0.4]],
    [[0.5, -0.2, 0.1], [0.3, 0.2, -0.4]],
    [[0.6, -0.5]],
)
X = np.array([[0.6, -0.4], [-0.5, 0.8], [0.9, 0.7], [-0.3, -0.6]])
TARGETS = np.array([[1.0], [0.0], [1.0], [0.0]])
NEURONS = [
    (layer, unit) for layer, rows in enumerate(WEIGHTS) for unit in range(len(rows))
]
NAMES = [f"f{i}" for i in range(1, len(NEURONS) + 1)]
# What comes into each layer's neurons.
INPUTS = (["x1", "x2"], ["y1", "y2", "y3"], ["y4", "y5"])


def build(activation: str) -> Sequential:
    """Return the network, compiled, with its first weights."""
    layers = [
        Dense(len(rows), activation, use_bias=False, dtype="float64")
        for rows in WEIGHTS
    ]
    model = Sequential(layers, dtype="float64")
    model(X)
    for layer, rows in zip(layers, WEIGHTS, strict=True):
        layer.set_weights([np.array(rows).T])
    model.compile(SGD(), HalfSquaredError())
    return model


def program(model: Sequential, x: Array, target: Array, rate: float) -> str:
    """Return a program that takes the step apart from the weights of now."""
    dense: list[Any] = model.layers
    name = dense[0].activation
    name = getattr(name, "__name__", name) or "linear"
    build_lines = [
        f'    layers.Dense({one.units}, "{name}", use_bias=False, dtype="float64"),'
        for one in dense
    ]
    weights = [
        f"model.layers[{i}].set_weights([np.array({one.kernel.numpy().tolist()})])"
        for i, one in enumerate(dense)
    ]
    return "\n".join([
        "import numpy as np",
        "from limpid import Sequential, layers, losses, optimizers",
        "from limpid.explanations import carried_changes, carried_errors, take_apart",
        "",
        "model = Sequential([", *build_lines, '], dtype="float64")',
        f"x, target = np.array({x.tolist()}), np.array({target.tolist()})",
        "model(x)  # builds the weights",
        *weights,
        f"model.compile(optimizers.SGD({rate!r}), losses.HalfSquaredError())",
        "step = take_apart(model, x, target)",
        "pages = zip(step.layers, carried_errors(step), carried_changes(step))",
        "for one, error, change in pages:",
        '    print("e", one.net[0], "y", one.out[0], "d", error[0])',
        '    print("the page\'s change", change.tolist())',
        '    print("the gradient\'s  ", one.changes["kernel"].tolist())',
        "",
    ])  # fmt: skip
