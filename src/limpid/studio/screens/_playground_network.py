"""The playground's network, as its settings say."""

import random
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.layers import Dense, Dropout
from limpid.models import Input, Sequential
from limpid.optimizers import SGD, Optimizer
from limpid.studio.training import seeded

Array = NDArray[Any]


class Problem(msgspec.Struct, frozen=True):
    """Points in the plane and what belongs to each.

    Attributes:
        x: (points, 2).
        y: Class numbers, or values if there are no classes.
        classes: Their names.
        axes: What the coordinates are called.
    """

    x: Array
    y: Array
    classes: list[str]
    axes: tuple[str, str] = ("x1", "x2")


def loss_of(settings: Any, problem: Problem) -> str:
    """Return the name of the loss that a network is compiled with.

    Raises:
        ConfigError: The loss is one for classes and there are none.
    """
    count, loss = len(problem.classes), settings.loss
    if not count:
        names = {"auto": "mse", "squared error": "mse", "absolute error": "mae"}
        if loss not in names:
            raise ConfigError(
                f"{loss} is a loss for classes; choose squared or absolute error."
            )
        return names[loss]
    names = {
        "auto": "binary_crossentropy",
        "cross-entropy": "binary_crossentropy",
        "squared error": "mse",
        "absolute error": "mae",
        "hinge": "hinge",
    }
    several = {
        "binary_crossentropy": "sparse_categorical_crossentropy",
        "hinge": "categorical_hinge",
    }
    return names[loss] if count == 2 else several.get(names[loss], names[loss])


def output_of(loss: str, num_classes: int) -> tuple[int, str]:
    """Return the units and activation of the last layer."""
    if not num_classes:
        return 1, "linear"
    if num_classes > 2:
        return num_classes, "linear" if loss.endswith("hinge") else "softmax"
    by_loss = {"binary_crossentropy": "sigmoid", "hinge": "linear"}
    return 1, by_loss.get(loss, "tanh")


def encoded(settings: Any, problem: Problem, y: Array) -> Array:
    """Return targets as the loss expects them."""
    loss, count = loss_of(settings, problem), len(problem.classes)
    if count > 2:
        sparse = loss.startswith("sparse")
        return y.astype(np.int64) if sparse else np.eye(count, dtype=np.float32)[y]
    column = y.reshape(-1, 1).astype(np.float32)
    # tanh and hinge tell -1 from 1, the sigmoid 0 from 1.
    return column * 2 - 1 if count and loss != "binary_crossentropy" else column


def optimizer_of(settings: Any) -> Optimizer:
    """Return the optimizer that the settings name."""
    from limpid.catalog import lookup

    rate = settings.learning_rate
    if settings.optimizer in {"momentum", "nesterov"}:
        nesterov = settings.optimizer == "nesterov"
        return SGD(rate, settings.momentum, nesterov)
    made: Optimizer = lookup("optimizers", settings.optimizer)(learning_rate=rate)
    return made


def penalty_of(settings: Any) -> Any:
    """Return the regularizer of all kernels."""
    from limpid.regularizers import L1, L2

    if settings.regularization == "none" or not settings.regularization_rate:
        return None
    kind = {"l1": L1, "l2": L2}[settings.regularization]
    return kind(settings.regularization_rate)


def network(settings: Any, problem: Problem) -> Any:
    """Return the network, not yet compiled."""
    units, activation = output_of(loss_of(settings, problem), len(problem.classes))
    common = {
        "kernel_initializer": settings.initializer,
        "kernel_regularizer": penalty_of(settings),
    }
    layers: list[Any] = [Input((len(settings.features),))]
    for hidden in settings.hidden:
        layers.append(
            Dense(hidden.units, hidden.activation or settings.activation, **common)
        )
        if hidden.dropout:
            layers.append(Dropout(hidden.dropout))
    return Sequential([*layers, Dense(units, activation, **common)])


def build(settings: Any, problem: Problem, model: Any) -> tuple[Any, int]:
    """Return a compiled network and the seed that `fit` would shuffle with.

    Args:
        settings: The playground's state.
        problem: What is to be learned.
        model: The user's own, to be copied with its weights; or None.
    """
    with seeded(settings.seed):
        if model is None:
            made = network(settings, problem)
        else:
            made = type(model).from_config(model.get_config())
            made.set_weights(model.get_weights())
        made.compile(optimizer_of(settings), loss_of(settings, problem))
        return made, random.getrandbits(31)


def signed(activation: str) -> tuple[float, float]:
    """Return the values between which an activation's map is drawn."""
    return (0.0, 1.0) if activation in {"sigmoid", "softmax"} else (-1.0, 1.0)
