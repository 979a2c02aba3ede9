"""One unit of a network of pictures, taken apart: what it sees and the sum it makes."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError
from limpid.explanations.receptive_field import receptive_field, windows_of
from limpid.explanations.strongest_patches import cut_out
from limpid.layers import AveragePooling2D, Conv2D, Dense, MaxPooling2D
from limpid.studio.derivations import activation_name
from limpid.studio.screens._lenet_network import SILENT, Network
from limpid.studio.screens._lenet_state import Term, Traced

Array = NDArray[Any]

MOST_TERMS = 6


class Seen(NamedTuple):
    """What a unit sees: a part of what enters its layer, and its weights there.

    Args:
        patch, kernel: (channels, rows, columns).
        window: Where the patch lies in what enters.
    """

    patch: Array
    kernel: Array | None
    bias: float | None
    window: tuple[int, int, int, int]


def fold(units: int) -> tuple[int, int]:
    """Return rows and columns in which a vector is drawn, far wider than high.

    Example:
        >>> fold(120), fold(84), fold(10), fold(97)
        ((5, 24), (4, 21), (1, 10), (1, 97))
    """
    rows = next(n for n in range(int((units / 4) ** 0.5), 0, -1) if units % n == 0)
    return rows, units // rows


def entering(network: Network, number: int) -> int:
    """Return which layer's output enters a layer, those in between left out; or -1."""
    number -= 1
    while number >= 0 and isinstance(network.model.layers[number], SILENT):
        number -= 1
    return number


def place_of(
    network: Network, outputs: list[Array], probe: tuple[int, int, int, int]
) -> tuple[int, tuple[int, ...]]:
    """Return the number of a layer in the model, and a unit's index in its output.

    Args:
        network: Of the layers.
        outputs: What every layer puts out for one picture.
        probe: Number of the layer among those shown, map, row and column.

    Raises:
        ConfigError: There is no such unit.
    """
    layer, feature, row, column = probe
    if 0 <= layer < len(network.shown):
        number = network.shown[layer]
        shape = outputs[number].shape[1:]
        index = (row, column, feature) if len(shape) == 3 else (feature,)
        if all(0 <= i < n for i, n in zip(index, shape, strict=True)):
            return number, index
    raise ConfigError(
        f"The network has no unit {list(probe)} (layer, map, row, column)."
    )


def seen_by(
    network: Network,
    x: Array,
    outputs: list[Array],
    number: int,
    index: tuple[int, ...],
) -> Seen | None:
    """Return what a unit sees; None if it is not known how the layer computes."""
    layer = network.model.layers[number]
    before = entering(network, number)
    entered = (outputs[before] if before >= 0 else x)[0].astype(np.float64)
    if type(layer) is Dense:
        return _dense(layer, entered, index[0])
    if type(layer) not in {Conv2D, MaxPooling2D, AveragePooling2D}:
        return None
    row, column, feature = index
    top, left, height, width = receptive_field(
        network.model, number, row, column, since=number
    )
    if type(layer) is not Conv2D:
        return _pooled(entered[..., feature], (top, left, height, width))
    kernel = layer.kernel.numpy()[..., feature].astype(np.float64).transpose(2, 0, 1)
    _, _, (down, across), _ = windows_of(layer, entered.shape)
    patch = cut_out(entered, top, left, height, width)[::down, ::across]
    first = feature // (layer.filters // layer.groups) * len(kernel)
    patch = patch[..., first : first + len(kernel)].transpose(2, 0, 1)
    bias = None if layer.bias is None else float(layer.bias.numpy()[feature])
    return Seen(patch, kernel, bias, (top, left, height, width))


def _pooled(entered: Array, window: tuple[int, int, int, int]) -> Seen:
    """Return a pooling window; what lies over the border is not pooled."""
    top, left, height, width = window
    rows = slice(max(0, top), min(len(entered), top + height))
    columns = slice(max(0, left), min(entered.shape[1], left + width))
    patch = entered[rows, columns]
    return Seen(patch[None], None, None, (rows.start, columns.start, *patch.shape))


def _dense(layer: Any, entered: Array, unit: int) -> Seen:
    """Return all that enters a dense unit: as maps if it was maps, else folded."""
    weights = layer.kernel.numpy()[:, unit].astype(np.float64)
    bias = None if layer.bias is None else float(layer.bias.numpy()[unit])
    if entered.ndim == 3:
        patch = entered.transpose(2, 0, 1)
        kernel = weights.reshape(entered.shape).transpose(2, 0, 1)
        return Seen(patch, kernel, bias, (0, 0, *entered.shape[:2]))
    rows, columns = fold(len(entered))
    patch, kernel = (a.reshape(1, rows, columns) for a in (entered, weights))
    return Seen(patch, kernel, bias, (0, 0, rows, columns))


def trace(
    network: Network, x: Array, outputs: list[Array], probe: tuple[int, int, int, int]
) -> Traced:
    """Return a unit with its sum and its receptive field.

    Args:
        network: Of the unit.
        x: One picture, (1, side, side, 1).
        outputs: What every layer puts out for it.
        probe: Number of the layer among those shown, map, row and column.

    Raises:
        ConfigError: There is no such unit.
    """
    number, index = place_of(network, outputs, probe)
    layer = network.model.layers[number]
    row, column = index[:2] if len(index) == 3 else (0, 0)
    out = float(outputs[number][0][index])
    before = entering(network, number)
    traced = Traced(
        title=_title(network, number, index),
        layer=probe[0],
        feature=probe[1],
        row=row,
        column=column,
        window=(0, 0, 0, 0),
        entered=network.shown.index(before) if before >= 0 else -1,
        field=receptive_field(network.model, number, row, column),
        patch=[],
        net=out,
        out=out,
        words=f"What {type(layer).__name__} computes is not written out here.",
    )
    seen = seen_by(network, x, outputs, number, index)
    if seen is not None:
        traced.patch, traced.window = seen.patch.tolist(), seen.window
        _write_out(traced, layer, seen)
    return traced


def _title(network: Network, number: int, index: tuple[int, ...]) -> str:
    name = network.name(number)
    if len(index) == 1:
        return f"{name}, unit {index[0] + 1}"
    row, column, feature = index
    return f"{name}, map {feature + 1}, row {row + 1}, column {column + 1}"


def _write_out(traced: Traced, layer: Any, seen: Seen) -> None:
    """Write a unit's formula with its numbers."""
    if seen.kernel is None:
        _write_pooling(traced, seen.patch[0], isinstance(layer, MaxPooling2D))
        return
    products = seen.patch * seen.kernel
    shape = " x ".join(str(n) for n in (*products.shape[1:], products.shape[0]))
    traced.kernel, traced.bias = seen.kernel.tolist(), seen.bias
    traced.sums = products.sum(axis=(1, 2)).tolist()
    traced.net = float(products.sum() + (seen.bias or 0.0))
    traced.activation = activation_name(layer)
    traced.terms = _terms(seen, products)
    traced.words = (
        f"the sum of {shape} products, plus a bias, through {traced.activation}"
    )


def _write_pooling(traced: Traced, window: Array, is_max: bool) -> None:
    traced.words = f"the {'largest' if is_max else 'mean'} of {window.size} values"
    traced.net = float(window.max() if is_max else window.mean())
    if is_max:
        row, column = np.unravel_index(int(np.argmax(window)), window.shape)
        traced.winner = int(row), int(column)


def _terms(seen: Seen, products: Array) -> list[Term]:
    """Return the largest products, with the places that they come from."""
    order = np.argsort(-np.abs(products), axis=None, kind="stable")[:MOST_TERMS]
    top, left, *_ = seen.window
    kernel = np.zeros(()) if seen.kernel is None else seen.kernel
    terms = []
    for at in zip(*np.unravel_index(order, products.shape), strict=True):
        channel, row, column = map(int, at)
        where = f"map {channel + 1}, row {top + row + 1}, column {left + column + 1}"
        values = (float(a[at]) for a in (seen.patch, kernel, products))
        terms.append(Term(where, *values))
    return terms
