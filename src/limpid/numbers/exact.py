"""Double precision for everything a case is computed with."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor
from limpid.layers.dense import Dense
from limpid.models.sequential import Sequential


def exact(value: Any) -> Tensor:
    """Return a float64 tensor."""
    return Tensor(np.asarray(value, "float64"))


def rate(value: float) -> Any:
    """Return a learning rate in float64, as a schedule that never changes."""
    constant = exact(value)
    return lambda step: constant + 0 * step


def slope(function: Any, x: Any) -> Tensor:
    """Return the derivative of an elementwise function at each x."""
    point = exact(x)
    found: Tensor = gradients(function(point), point)
    return found


def network(
    weights: Sequence[tuple[Any, Any]], activation: str = "sigmoid"
) -> Sequential:
    """Return dense layers with the given weights in float64.

    Args:
        weights: For each layer the matrix with one row a unit, as lectures print
            it, and the biases or None.
        activation: Of every layer.
    """
    layers = [
        Dense(
            len(rows),
            activation=activation,
            use_bias=bias is not None,
            dtype="float64",
        )
        for rows, bias in weights
    ]
    model = Sequential(layers, dtype="float64")
    model(exact([[0.0] * len(weights[0][0][0])]))
    for layer, (rows, bias) in zip(layers, weights, strict=True):
        kernel = np.asarray(rows, "float64").T
        layer.set_weights([kernel] if bias is None else [kernel, np.asarray(bias)])
    return model
