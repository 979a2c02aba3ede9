"""Strongest patches: the parts of pictures that drive a feature map most."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limpid.errors import ConfigError
from limpid.explanations.receptive_field import receptive_field
from limpid.graph.tensor import as_tensor, no_grad

__all__ = ["Patch", "strongest_patches"]

Array = NDArray[Any]


class Patch(NamedTuple):
    """A part of a picture, and what a feature map says to it.

    Args:
        example: Number of the picture.
        row, column: The place in the map.
        value: The map's value there, the largest for this picture.
        pixels: What the unit there sees; 0 beyond the picture's border.
    """

    example: int
    row: int
    column: int
    value: float
    pixels: Array


def strongest_patches(
    model: Any,
    layer: int,
    feature_map: int,
    x: ArrayLike,
    count: int = 9,
    *,
    outputs: Array | None = None,
) -> list[Patch]:
    """Return the patches with a map's largest values: one a picture, largest first.

    Args:
        model: A Sequential model of pictures whose input shape is known.
        layer: Number of a layer with feature maps in `model.layers`, from 0 on.
        feature_map: Which of its maps.
        x: Pictures, (examples, height, width, channels).
        count: How many patches at most.
        outputs: What the layer puts out for x, if that is known already.

    Raises:
        ConfigError: The layer has no such map.

    Source: Zeiler & Fergus 2014, arXiv:1311.2901, section 4, figure 2.
    """
    pictures = np.asarray(x)
    maps = _outputs(model, layer, pictures) if outputs is None else outputs
    if maps.ndim != 4 or not 0 <= feature_map < maps.shape[-1]:
        raise ConfigError(
            f"Layer {layer} puts out {maps.shape[1:]} for a picture; expected maps, "
            f"and one of number {feature_map} among them."
        )
    values = maps[..., feature_map]
    peaks = values.reshape(len(values), -1)
    order = np.argsort(-peaks.max(axis=1), kind="stable")[:count]
    places = np.unravel_index(peaks.argmax(axis=1), values.shape[1:])
    return [
        _patch(model, layer, pictures, values, int(i), *(int(at[i]) for at in places))
        for i in order
    ]


def _outputs(model: Any, layer: int, x: Array) -> Array:
    with no_grad():
        passed = as_tensor(x)
        for one in model.layers[: layer + 1]:
            passed = one(passed, training=False)
        return passed.numpy()


def _patch(
    model: Any, layer: int, x: Array, values: Array, example: int, row: int, column: int
) -> Patch:
    field = receptive_field(model, layer, row, column)
    value = float(values[example, row, column])
    return Patch(example, row, column, value, cut_out(x[example], *field))


def cut_out(picture: Array, top: int, left: int, height: int, width: int) -> Array:
    """Return a rectangle of a picture, 0 where it reaches over the border."""
    part = np.zeros((height, width, *picture.shape[2:]), picture.dtype)
    rows = slice(max(0, top), max(0, top + height))
    columns = slice(max(0, left), max(0, left + width))
    inside = picture[rows, columns]
    down, across = rows.start - top, columns.start - left
    part[down : down + inside.shape[0], across : across + inside.shape[1]] = inside
    return part
