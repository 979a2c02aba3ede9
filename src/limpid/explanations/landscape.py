from typing import Any

import numpy as np

from limpid.engines import Compiled
from limpid.errors import ConfigError
from limpid.graph.op import Array


def landscape(
    model: Any, x: Any, y: Any, offsets: Any, *, plane: bool = False, seed: int = 0
) -> Array:
    """Return the loss around a model's weights, along random directions.

    Each direction is a draw whose parts have the lengths of the model's own filters
    (columns of kernels), so that it means the same for networks whose layers are scaled
    otherwise; biases and other vectors stay as they are.

    Args:
        model: Built and compiled; it has its weights again afterwards.
        x, y: The examples to judge it on.
        offsets: How far to go, 1 for as far as the weights are long.
        plane: Whether to go along two directions at once.
        seed: Of the draws.

    Shapes:
        result: (len(offsets),), or (len(offsets), len(offsets)): rows go along the
        first direction

    Raises:
        ConfigError: The model is not compiled.

    Source: Li et al. 2017, "Visualizing the loss landscape of neural nets".

    Example:
        >>> from limpid import Sequential, layers
        >>> model = Sequential([layers.Input((2,)), layers.Dense(1, use_bias=False)])
        >>> model.compile("sgd", "mse")
        >>> model.set_weights([np.ones((2, 1))])
        >>> x, y = np.eye(2), np.ones((2, 1))
        >>> landscape(model, x, y, [0.0])
        array([0.])
    """
    if getattr(model, "optimizer", None) is None:
        raise ConfigError("landscape() needs a compiled model; call compile() first.")
    judge = Compiled(lambda: model.compute_loss(x, y, model(x, training=False)))
    kept, random = model.get_weights(), np.random.default_rng(seed)
    ways = [[_direction(weight, random) for weight in kept] for _ in range(2)]
    steps = np.asarray(offsets, np.float64)

    def loss(first: float, second: float) -> float:
        moved = (
            w + first * a + second * b for w, a, b in zip(kept, *ways, strict=True)
        )
        model.set_weights(list(moved))
        return float(np.asarray(judge()))

    try:
        if plane:
            return np.array([[loss(a, b) for b in steps] for a in steps])
        return np.array([loss(a, 0.0) for a in steps])
    finally:
        model.set_weights(kept)


def _direction(weight: Array, random: Any) -> Array:
    """Return a draw whose columns are as long as the weight's; 0 for vectors."""
    if weight.ndim < 2:
        return np.zeros_like(weight)
    drawn = random.normal(size=weight.shape)
    axes = tuple(range(weight.ndim - 1))
    lengths, own = (
        np.sqrt(np.sum(part.astype(np.float64) ** 2, axis=axes))
        for part in (drawn, weight)
    )
    return np.asarray(drawn * (own / lengths))
