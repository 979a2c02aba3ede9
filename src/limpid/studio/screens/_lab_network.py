"""A model read from text: layers by their Keras names, their arguments literals."""

import ast
import random
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid import layers, linalg
from limpid.datasets import digits
from limpid.errors import ConfigError, nearest
from limpid.graph.tensor import as_tensor, no_grad
from limpid.losses import SparseCategoricalCrossentropy
from limpid.models import Input, Sequential
from limpid.ops.matmul import matmul
from limpid.optimizers import SGD, Adam, RMSprop
from limpid.studio.screens._written_lines import lines_of
from limpid.studio.training import seeded

Array = NDArray[Any]

KINDS = (
    "Activation", "AveragePooling2D", "BatchNormalization", "Conv2D", "Dense",
    "Dropout", "Flatten", "GlobalAveragePooling2D", "MaxPooling2D",
)  # fmt: skip
TRACE = 1e-4
MAX_LAYERS, MAX_ARGUMENT, MAX_PARAMETERS = 16, 2_048, 1_000_000
CLASSES = 10


def read(text: str) -> list[tuple[str, list[Any], dict[str, Any]]]:
    """Return each line's layer, its arguments and its named arguments.

    Raises:
        ConfigError: A line cannot be read; it says which, and what was expected.
    """
    lines = lines_of(text, "layers")
    if not 1 <= len(lines) <= MAX_LAYERS:
        raise ConfigError(f"Write 1 to {MAX_LAYERS} layers, a line each.")
    return [_call(line) for line in lines]


def _call(line: ast.stmt) -> tuple[str, list[Any], dict[str, Any]]:
    if not isinstance(line, ast.Expr) or not isinstance(line.value, ast.Call):
        raise ConfigError(
            f'Line {line.lineno} is no layer; write one such as Dense(32, "relu").'
        )
    call = line.value
    name = call.func.id if isinstance(call.func, ast.Name) else ast.unparse(call.func)
    if name not in KINDS:
        raise ConfigError(
            f"Line {line.lineno}: no layer {name}; {nearest(name, KINDS)}"
        )
    try:
        given = [ast.literal_eval(argument) for argument in call.args]
        named = {str(k.arg): ast.literal_eval(k.value) for k in call.keywords}
    except ValueError:
        raise ConfigError(
            f"Line {line.lineno}: arguments are numbers, texts or pairs of numbers."
        ) from None
    numbers = [n for value in [*given, *named.values()] for n in np.ravel(value)]
    if any(isinstance(n, np.number) and abs(n) > MAX_ARGUMENT for n in numbers):
        raise ConfigError(f"Line {line.lineno}: numbers of at most {MAX_ARGUMENT:,}.")
    return name, given, named


@lru_cache(1)
def problem() -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Return the digits that come with limpid: pictures from 0 to 1, and classes."""
    (x, y), (x_test, y_test) = digits.load_data()
    parts = [(x, y), (x_test, y_test)]
    train, test = (
        (p[..., None].astype(np.float32) / 16, q.astype(np.int64)) for p, q in parts
    )
    return train, test


def build(settings: Any) -> tuple[Any, int]:
    """Return the compiled model and the seed that `fit` would shuffle with.

    Raises:
        ConfigError: The text is no model of ten classes, or one too large.
    """
    calls = read(settings.network)
    with seeded(settings.seed):
        made = [_layer(*call) for call in calls]
        model = Sequential([Input((8, 8, 1)), *made])
        if model.count_params() > MAX_PARAMETERS:
            raise ConfigError(
                f"The model has {model.count_params():,} weights; take a smaller one, "
                f"of at most {MAX_PARAMETERS:,}."
            )
        last = shapes(model)[-1]
        if last != (CLASSES,):
            raise ConfigError(
                f"The last layer puts out {last}; ten classes "
                'need Dense(10, "softmax") after Flatten().'
            )
        loss = SparseCategoricalCrossentropy(from_logits=not is_softmax(model))
        model.compile(optimizer_of(settings), loss)
        return model, random.getrandbits(31)


def shapes(model: Any) -> list[tuple[int, ...]]:
    """Return what each layer puts out for one picture, as a shape."""
    out, found = as_tensor(np.zeros((1, 8, 8, 1), np.float32)), []
    for layer in model.layers:
        out = layer(out, training=False)
        found.append(tuple(out.shape[1:]))
    return found


def _layer(name: str, given: list[Any], named: dict[str, Any]) -> Any:
    try:
        return getattr(layers, name)(*given, **named)
    except TypeError as error:
        raise ConfigError(f"{name}: {error}.") from None


def probes(model: Any, train: Any, test: Any) -> Array:
    """Return the test accuracy of a linear layer on the pixels and on each layer."""
    (x, y), (x_test, y_test) = train, test
    outs, tests, found = as_tensor(x), as_tensor(x_test), [_probe(x, y, x_test, y_test)]
    with no_grad():
        for layer in model.layers:
            outs, tests = (layer(out, training=False) for out in (outs, tests))
            found.append(_probe(outs.numpy(), y, tests.numpy(), y_test))
    return np.array(found)


def _probe(x: Array, y: Array, x_test: Array, y_test: Array) -> float:
    """Return how many test labels are found by least squares to one-hot ones.

    A trace of a penalty makes the equations solvable where features depend on others.
    """
    design, asked = (
        np.column_stack([part.reshape(len(part), -1), np.ones(len(part))]).astype(float)
        for part in (x, x_test)
    )
    size = design.shape[1]
    left = matmul(design.T, design) / len(design) + TRACE * np.eye(size)
    weights = linalg.solve(left, matmul(design.T, np.eye(CLASSES)[y]) / len(design))
    return float(np.mean(matmul(asked, weights).numpy().argmax(1) == y_test))


def is_softmax(model: Any) -> bool:
    """Tell whether a model's outputs are probabilities already."""
    activation = getattr(model.layers[-1], "activation", None)
    return getattr(activation, "__name__", activation) == "softmax"


def optimizer_of(settings: Any) -> Any:
    """Return the optimizer that the settings name."""
    rate = settings.learning_rate
    if settings.optimizer == "momentum":
        return SGD(rate, 0.9)
    return {"sgd": SGD, "rmsprop": RMSprop, "adam": Adam}[settings.optimizer](rate)


def program(settings: Any, epochs: int, softmax: bool) -> str:
    """Return a program that builds, trains and evaluates the model."""
    lines = [
        f"    layers.{ast.unparse(line)}," for line in ast.parse(settings.network).body
    ]
    kind = {"sgd": "SGD", "momentum": "SGD", "rmsprop": "RMSprop", "adam": "Adam"}
    more = ", momentum=0.9" if settings.optimizer == "momentum" else ""
    rate = f"{kind[settings.optimizer]}({settings.learning_rate!r}{more})"
    arguments = f"batch_size={settings.batch_size}, epochs={epochs}, verbose=0"
    body = "\n".join(lines)
    logits = "" if softmax else "from_logits=True"
    return f"""import numpy as np
from limpid import Sequential, datasets, layers, losses, optimizers, utils

(x, y), (x_test, y_test) = datasets.digits.load_data()
x, x_test = (part[..., None].astype(np.float32) / 16 for part in (x, x_test))
x, y = x[:{settings.examples}], y[:{settings.examples}]

utils.set_random_seed({settings.seed})
model = Sequential([
    layers.Input((8, 8, 1)),
{body}
])
loss = losses.SparseCategoricalCrossentropy({logits})
model.compile(optimizers.{rate}, loss, metrics=["accuracy"])
model.summary()
{f"model.fit(x, y, {arguments})" if epochs else ""}
print(model.evaluate(x_test, y_test, verbose=0))
"""
