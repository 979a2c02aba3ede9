"""What the playground shows of its network: maps, the bent plane, who is right."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.studio import derivations
from limpid.studio.messages import Picture
from limpid.studio.screens._playground_network import Problem, signed
from limpid.studio.screens._playground_points import grid_lines, picture
from limpid.studio.screens._playground_state import Bent, Layer
from limpid.studio.units import Units

Array = NDArray[Any]

OUTPUT_PIXELS, UNIT_PIXELS = 100, 50


def layers(
    looks: Units, grid: Array, probe: Array | None, slopes: list[tuple[Array, Array]]
) -> list[Layer]:
    """Return every layer's weights and maps.

    Args:
        looks: Into the network.
        grid: The features of the maps' pixels.
        probe: Those of a point that is sent through; None for none.
        slopes: Gradients of each layer's kernel and bias; empty if not asked for.
    """
    maps = looks.outputs(grid)
    values = None if probe is None else looks.outputs(probe[None])
    found = []
    for i, (kernel, bias) in enumerate(looks.weights()):
        name = derivations.activation_name(looks.layers[i])
        low, high = signed(name)
        shown = picture(maps[i], UNIT_PIXELS, scale=high, zero=(low + high) / 2)
        of_kernel, of_bias = slopes[i] if slopes else (None, None)
        at = None if values is None else values[i][0]
        found.append(Layer(name, kernel, bias, of_kernel, of_bias, shown, at))
    return found


def output(looks: Units, grid: Array, num_classes: int, *, discrete: bool) -> Picture:
    """Return what the network says of every place in the plane."""
    out = np.asarray(looks.outputs(grid)[-1])
    if num_classes > 2:
        if discrete:
            out = np.eye(num_classes)[np.argmax(out, axis=1)]
        return picture(out, OUTPUT_PIXELS, scale=0.5, zero=0.5)
    low, high = _limits(looks)
    zero = (low + high) / 2
    if discrete:
        out = np.where(out > zero, high, low)
    return picture(out, OUTPUT_PIXELS, scale=high - zero, zero=zero)


def _limits(looks: Units) -> tuple[float, float]:
    return signed(derivations.activation_name(looks.layers[-1]))


def bent(
    looks: Units,
    chosen: tuple[int, int, int] | None,
    inputs: Callable[[Array], Array],
    x: Array,
) -> Bent | None:
    """Return the plane as two units of a layer see it, if they are there.

    Args:
        looks: Into the network.
        chosen: The layer and its units.
        inputs: Gives the features of points.
        x: The features of the training examples.
    """
    if chosen is None:
        return None
    layer, *units = chosen
    if not 0 <= layer < len(looks.layers):
        return None
    if not all(0 <= unit < looks.layers[layer].units for unit in units):
        return None
    lines = grid_lines()
    places = inputs(lines.reshape(-1, 2)), x
    plane, points = (looks.outputs(x)[layer][:, units] for x in places)
    return Bent(plane.reshape(lines.shape).astype(np.float32), points)


def predicted(looks: Units, outputs: Array, num_classes: int) -> Array:
    """Return the class that each example is taken for."""
    if num_classes > 2:
        return np.asarray(np.argmax(outputs, axis=1))
    return np.asarray(outputs[:, 0] > sum(_limits(looks)) / 2, np.int64)


def accuracy(
    looks: Units, outputs: Array, problem: Problem, rows: Array
) -> float | None:
    """Return the share of examples that are right; None if there are no classes."""
    if not problem.classes:
        return None
    taken = predicted(looks, outputs, len(problem.classes))
    return float(np.mean(taken == problem.y[rows]))


def confusion(
    looks: Units, outputs: Array, problem: Problem, rows: Array
) -> Array | None:
    """Return how often each class (rows) was taken for each (columns)."""
    count = len(problem.classes)
    if not count:
        return None
    table = np.zeros((count, count), np.int32)
    np.add.at(table, (problem.y[rows], predicted(looks, outputs, count)), 1)
    return table
