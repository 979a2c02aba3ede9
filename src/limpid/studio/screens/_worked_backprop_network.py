"""The lectures' networks and your own, in float64, with the example they learn."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.explanations.problem import tenths
from limpid.explanations.step import dense_layers
from limpid.layers.dense import Dense
from limpid.losses.binary_crossentropy import BinaryCrossentropy
from limpid.losses.half_squared_error import HalfSquaredError
from limpid.losses.mean_squared_error import MeanSquaredError
from limpid.models.sequential import Sequential
from limpid.optimizers.sgd import SGD
from limpid.studio.screens._worked_backprop_state import ExampleView

Array = NDArray[Any]
LOSSES = {
    "half_squared_error": HalfSquaredError,
    "mean_squared_error": MeanSquaredError,
    "binary_crossentropy": BinaryCrossentropy,
}


@dataclass(frozen=True)
class Given:
    """A network's numbers as lectures print them.

    Attributes:
        x, target: The example.
        layers: For each layer the matrix with one row a unit, and the biases or None.
    """

    x: Sequence[float]
    target: Sequence[float]
    layers: Sequence[tuple[Any, Any]]


# The lectures' cases net-2-2-1-target-half, net-2-2-2-mazur, net-2-3-2-delta-rule
# and three-layer-chain-rule.
GIVEN = {
    "0.35 and 0.9": Given(
        [0.35, 0.9], [0.5], [([[0.1, 0.8], [0.4, 0.6]], None), ([[0.3, 0.9]], None)]
    ),
    "0.05 and 0.10": Given(
        [0.05, 0.1],
        [0.01, 0.99],
        [
            ([[0.15, 0.2], [0.25, 0.3]], [0.35, 0.35]),
            ([[0.4, 0.45], [0.5, 0.55]], [0.6, 0.6]),
        ],
    ),
    "2-3-2": Given(
        [1.0, 0.5],
        [1.0, 0.0],
        [
            ([[0.1, 0.2], [-0.3, 0.4], [0.5, -0.6]], None),
            ([[0.7, -0.8, 0.9], [-0.2, 0.3, 0.4]], None),
        ],
    ),
    "three layers": Given(
        [0.5, -1.0],
        [1.0],
        [
            ([[0.0, 0.21], [-0.19, -0.62], [-0.32, -0.69]], [0.1, -0.1, 0.2]),
            (
                [[0.04, 0.94, -0.34], [-0.43, 0.34, 0.25], [0.07, -0.65, -0.02]],
                [0.0, 0.1, -0.2],
            ),
            ([[0.49, -0.94, -0.32]], [0.05]),
        ],
    ),
}

_HALF = "half_squared_error"
EXAMPLES = (
    ExampleView("0.35 and 0.9", "2-2-1: 0.35 and 0.9, target 0.5", _HALF, 1.0, True),
    ExampleView(
        "0.05 and 0.10", "2-2-2: 0.05 and 0.10, biases fixed", _HALF, 0.5, False
    ),
    ExampleView("2-3-2", "2-3-2: the delta rule", _HALF, 1.0, True),
    ExampleView(
        "three layers", "2-3-3-1: cross-entropy", "binary_crossentropy", 1.0, True
    ),
    ExampleView("own", "Your own size", _HALF, 0.5, True),
)


def given_of(settings: Any) -> Given:
    """Return the numbers that a state names."""
    if settings.example != "own":
        return GIVEN[settings.example]
    random = np.random.default_rng(settings.seed)
    sizes = settings.units
    x, target = tenths(random, sizes[0], 9), np.abs(tenths(random, sizes[-1], 9))
    layers = [
        (tenths(random, (after, before), 9), tenths(random, after, 9))
        for before, after in pairwise(sizes)
    ]
    return Given(x.tolist(), target.tolist(), layers)


def build(settings: Any) -> tuple[Sequential, Array, Array]:
    """Return the compiled network, x (1, inputs) and the target (1, outputs)."""
    given = given_of(settings)
    own = settings.example == "own"
    layers = [
        Dense(
            len(rows),
            activation=settings.activation if own else "sigmoid",
            use_bias=bias is not None,
            dtype="float64",
            name=f"layer_{index}",
        )
        for index, (rows, bias) in enumerate(given.layers, 1)
    ]
    x, target = np.array([given.x], np.float64), np.array([given.target], np.float64)
    model = Sequential(layers, dtype="float64")
    model(x)
    for layer, (rows, bias) in zip(layers, given.layers, strict=True):
        kernel = np.asarray(rows, np.float64).T
        layer.set_weights([kernel] if bias is None else [kernel, np.asarray(bias)])
        if layer.bias is not None:
            layer.bias.trainable = settings.train_biases
    model.compile(SGD(settings.learning_rate), LOSSES[settings.loss]())
    return model, x, target


def program(settings: Any, model: Sequential, x: Array, target: Array) -> str:
    """Return a program that prints the step from the weights of now."""
    dense = dense_layers(model)
    lines = []
    for layer in dense:
        name = getattr(layer.activation, "__name__", layer.activation or "linear")
        bias = "" if layer.bias is not None else ", use_bias=False"
        double = 'dtype="float64"'
        lines.append(f'    layers.Dense({layer.units}, "{name}"{bias}, {double}),')
    arrays = [", ".join(map(_array, layer.get_weights())) for layer in dense]
    weights = [
        f"model.layers[{i}].set_weights([{text}])" for i, text in enumerate(arrays)
    ]
    if not settings.train_biases:
        weights += [
            f"model.layers[{i}].bias.trainable = False"
            for i, layer in enumerate(dense)
            if layer.bias is not None
        ]
    loss = LOSSES[settings.loss].__name__
    return "\n".join([
        "import numpy as np",
        "from limpid import Sequential, layers, losses, optimizers",
        "from limpid.explanations import worked",
        "",
        "model = Sequential([", *lines, '], dtype="float64")',
        f"x, target = {_array(x)}, {_array(target)}",
        "model(x)  # builds the weights",
        *weights,
        f"model.compile(optimizers.SGD({settings.learning_rate:g}), losses.{loss}())",
        f'print(worked(model, x, target, style="{settings.style}"))',
        "",
    ])  # fmt: skip


def _array(value: Array) -> str:
    return f"np.array({value.tolist()})"
