from typing import Any

from limpid import catalog
from limpid.errors import ConfigError
from limpid.layers.dense import Dense
from limpid.layers.input import Input
from limpid.models.sequential import Sequential
from limpid.settings import Settings

MAX_DEPTH = 200


def deep_stack(
    depth: int = 20,
    width: int = 64,
    activation: Any = "tanh",
    initializer: Any = "glorot_uniform",
    seed: int = 0,
) -> Sequential:
    """Return a stack of equal dense layers, to see how signals pass through it.

    Args:
        depth: How many layers.
        width: The units of each, and the inputs.
        activation: Of every layer.
        initializer: Of every kernel; a name or an object. Each layer has a seed of its
            own, made from `seed`.
        seed: The same seed gives the same weights.

    Raises:
        ConfigError: The depth is out of range, or a name is unknown.

    Example:
        >>> deep_stack(depth=3, width=8, activation="relu").count_params()
        216
    """
    if not 1 <= depth <= MAX_DEPTH:
        raise ConfigError(f"depth={depth} was given; expected 1 to {MAX_DEPTH}.")
    layers = [
        Dense(
            width,
            activation=activation,
            kernel_initializer=_seeded(initializer, seed * MAX_DEPTH + i),
            name=f"layer_{i + 1}",
        )
        for i in range(depth)
    ]
    return Sequential([Input((width,)), *layers])


def _seeded(initializer: Any, seed: int) -> Any:
    """Return the initializer with this seed, if it takes one."""
    found = catalog.resolve("initializers", initializer)
    if isinstance(found, Settings) and "seed" in found.get_config():
        return type(found).from_config(found.get_config() | {"seed": seed})
    return found
