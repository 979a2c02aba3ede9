"""What the overfitting screen's networks learn, and the networks."""

import random
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from limpid.datasets import playground
from limpid.layers import Dense, Dropout
from limpid.models import Input, Sequential
from limpid.optimizers import SGD, Adam
from limpid.regularizers import L1L2
from limpid.studio.training import seeded

Array = NDArray[Any]

NUM_VALIDATION = 200
# Of the wave: two periods and a half, from -1 to 1.
FREQUENCY = 2.5 * np.pi
CURVE = np.linspace(-1.2, 1.2, 241)


class Problem(msgspec.Struct, frozen=True):
    """Examples to learn from and others to judge by; inputs are about as large as 1."""

    x: Array
    y: Array
    val_x: Array
    val_y: Array


def problem_of(settings: Any) -> Problem:
    """Return the data; more training examples begin with the fewer ones."""
    fresh = np.random.default_rng([settings.seed, 1])
    val_x, val_y = _drawn(settings, fresh, NUM_VALIDATION)
    x, y = _drawn(settings, np.random.default_rng([settings.seed, 0]), 400)
    # Shuffled by their own seed, so that any number of the first are like the whole.
    order = np.random.default_rng([settings.seed, 2]).permutation(400)[
        : settings.examples
    ]
    return Problem(x[order], y[order], val_x, val_y)


def wave(x: Array) -> Array:
    """Return the curve behind the noisy points."""
    return np.asarray(np.sin(FREQUENCY * x))


def _drawn(settings: Any, random: Any, count: int) -> tuple[Array, Array]:
    noise = settings.noise / 100
    if settings.data == "wave":
        x = random.uniform(-1, 1, (count, 1))
        y = wave(x) + noise * random.normal(size=x.shape)
    else:
        draw = getattr(playground, settings.data)
        x, signs = draw(count, noise, seed=int(random.integers(2**31)))
        x, y = x / 5, signs > 0
    return x.astype(np.float32), y.astype(np.float32)


def network(settings: Any, units: int) -> tuple[Any, int]:
    """Return a compiled network and the seed that `fit` would shuffle with."""
    is_wave = settings.data == "wave"
    with seeded(settings.seed):
        penalty = L1L2(settings.l1, settings.l2) if settings.l1 or settings.l2 else None
        layers: list[Any] = [Input((1 if is_wave else 2,))]
        for _ in range(settings.layers):
            layers.append(Dense(units, settings.activation, kernel_regularizer=penalty))
            if settings.dropout:
                layers.append(Dropout(settings.dropout))
        last = "linear" if is_wave else "sigmoid"
        model = Sequential([*layers, Dense(1, last, kernel_regularizer=penalty)])
        kind = Adam if settings.optimizer == "adam" else SGD
        loss = "mse" if is_wave else "binary_crossentropy"
        model.compile(kind(settings.learning_rate), loss)
        return model, random.getrandbits(31)
