"""The character screen's network, and what trains it."""

import random
from functools import partial
from typing import Any

from limpid import layers, optimizers
from limpid.errors import ConfigError
from limpid.initializers import RandomUniform
from limpid.models import Input, Sequential
from limpid.studio.training import seeded

MAX_PARAMETERS = 150_000
# How much RMSprop remembers: recurrentjs's own.
RHO = 0.999


def build(settings: Any, num_symbols: int) -> tuple[Any, int]:
    """Return a compiled network and the seed that `fit` would shuffle with.

    Args:
        settings: The screen's state.
        num_symbols: How many numbers there are, the special ones included.

    Raises:
        ConfigError: It would be too large to be saved and to go on live.
    """
    start = partial(RandomUniform, -settings.scale, settings.scale)
    kind = getattr(layers, settings.cell)
    with seeded(settings.seed):
        first = layers.Embedding(
            num_symbols,
            settings.features,
            embeddings_initializer=start(),
            mask_zero=True,
        )
        stack = [
            kind(
                units,
                kernel_initializer=start(),
                recurrent_initializer=start(),
                return_sequences=True,
            )
            for units in settings.units
        ]
        last = layers.Dense(num_symbols, "softmax", kernel_initializer=start())
        model = Sequential([Input((None,)), first, *stack, last])
        count = model.count_params()
        if count > MAX_PARAMETERS:
            raise ConfigError(
                f"The network has {count:,} weights; take fewer units or symbols, for "
                f"at most {MAX_PARAMETERS:,}."
            )
        model.compile(optimizer_of(settings), "sparse_categorical_crossentropy")
        return model, random.getrandbits(31)


def optimizer_of(settings: Any) -> Any:
    """Return the optimizer that the settings name."""
    clip = {"clipvalue": settings.clip} if settings.clip else {}
    rate = settings.learning_rate
    if settings.optimizer == "rmsprop":
        return optimizers.RMSprop(rate, rho=RHO, **clip)
    kind = optimizers.Adam if settings.optimizer == "adam" else optimizers.SGD
    return kind(rate, **clip)
