"""Problem: a question, its solution, and both as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.explanations.page import Block
from limpid.explanations.step import dense_layers
from limpid.graph.op import Array
from limpid.layers.dense import Dense
from limpid.models.sequential import Sequential


@dataclass(frozen=True)
class Problem:
    """One problem of a sheet.

    Attributes:
        kind: Which file made it.
        title: In a few words.
        question: What is asked.
        solution: How it is solved.
        given: The numbers given, by name.
        answer: The numbers wanted, by name.
    """

    kind: str
    title: str
    question: Sequence[Block]
    solution: Sequence[Block]
    given: dict[str, Any]
    answer: dict[str, Any]


def tenths(
    random: np.random.Generator, shape: int | tuple[int, ...], reach: int
) -> Array:
    """Return random numbers that are easy to calculate with: -0.3, 0.7.

    Args:
        random: Where they come from.
        shape: Of the array.
        reach: The largest, in tenths; zero does not occur.
    """
    sizes = random.integers(1, reach + 1, shape)
    signs = random.choice([-1, 1], shape)
    return np.asarray(sizes * signs / 10)


def small_network(random: np.random.Generator, units: Sequence[int]) -> Sequential:
    """Return a sigmoid network in float64 with weights that are easy to write."""
    inputs, *widths = units
    # Named, so that sheets look the same however many layers were made before.
    layers = [
        Dense(width, activation="sigmoid", dtype="float64", name=f"layer_{index}")
        for index, width in enumerate(widths, 1)
    ]
    model = Sequential(layers, dtype="float64")
    model(np.zeros((1, inputs)))
    for layer in layers:
        layer.set_weights([tenths(random, v.shape, 9) for v in layer.weights])
    return model


def network_data(model: Sequential) -> dict[str, Any]:
    """Return a network's weights by name, such as W_1 and b_1."""
    return {
        name: variable.numpy()
        for index, layer in enumerate(dense_layers(model), 1)
        for name, variable in ((f"W_{index}", layer.kernel), (f"b_{index}", layer.bias))
        if variable is not None
    }
