"""Receptive field: the part of a picture that a unit sees."""

from typing import Any, NamedTuple

from limpid.errors import ConfigError
from limpid.layers._conv import Conv
from limpid.layers._global_pooling import GlobalPooling
from limpid.layers._pooling import Pooling
from limpid.layers._random_image import RandomWarp
from limpid.layers.activation import Activation
from limpid.layers.batch_normalization import BatchNormalization
from limpid.layers.dense import Dense
from limpid.layers.dropout import Dropout
from limpid.layers.flatten import Flatten
from limpid.layers.relu import ReLU
from limpid.layers.spatial_dropout2d import SpatialDropout2D
from limpid.models.sequential import Sequential
from limpid.ops.conv import every_axis, resolve_padding

# While predicting, each of their outputs hangs on the input at its own place alone.
_PLACE_BY_PLACE = (
    Activation,
    BatchNormalization,
    Dropout,
    RandomWarp,
    ReLU,
    SpatialDropout2D,
)
_SEES_ALL = (Dense, Flatten, GlobalPooling)


class ReceptiveField(NamedTuple):
    """A rectangle of pixels; with padding it may reach over the picture's border.

    Args:
        top, left: The first row and column; negative in the padding.
        height, width: In pixels.
    """

    top: int
    left: int
    height: int
    width: int


def receptive_field(
    model: Any, layer: int, row: int = 0, column: int = 0, since: int = 0
) -> ReceptiveField:
    """Return the pixels of the input that a unit of a layer sees.

    Args:
        model: A Sequential model of pictures whose input shape is known.
        layer: The layer's number in `model.layers`, from 0 on.
        row, column: The unit's place in its map; of no effect for dense layers.
        since: Count in what enters this layer instead of in the picture.

    Raises:
        ConfigError: The model is no Sequential of known shape, or holds a layer of
            which it is not known how far it sees.

    Source: Dumoulin & Visin 2016, arXiv:1603.07285, for the arithmetic.

    Example:
        >>> from limpid import Input, Sequential, layers
        >>> model = Sequential(
        ...     [Input((28, 28, 1)), layers.Conv2D(4, 3), layers.MaxPooling2D(),
        ...      layers.Conv2D(4, 3)]
        ... )
        >>> receptive_field(model, 2, row=1)
        ReceptiveField(top=2, left=0, height=8, width=8)
    """
    shapes = _shapes(model)
    field = ReceptiveField(row, column, 1, 1)
    for number in range(layer, since - 1, -1):
        field = _seen(model.layers[number], shapes[number], field)
    return field


def _shapes(model: Any) -> list[tuple[int, ...]]:
    """Return the shape of one example as it enters each layer."""
    if not isinstance(model, Sequential) or not model.chain:
        raise ConfigError(
            "receptive_field() needs a Sequential model with an Input of known shape."
        )
    return [tuple(one.shape[1:]) for one in model.chain[:-1]]


def _seen(layer: Any, shape: tuple[int, ...], field: ReceptiveField) -> ReceptiveField:
    """Return what a layer looks at to compute a rectangle of its output."""
    if isinstance(layer, _PLACE_BY_PLACE):
        return field
    if isinstance(layer, _SEES_ALL):
        return ReceptiveField(0, 0, *shape[:2]) if len(shape) == 3 else field
    if not isinstance(layer, (Conv, Pooling)) or layer.spatial_ndim != 2:
        raise ConfigError(
            f"It is not known how far {type(layer).__name__} sees; receptive_field() "
            "knows convolutions, poolings and dense layers of pictures."
        )
    sizes, strides, dilation, pads = windows_of(layer, shape)
    starts, lengths = (field.top, field.left), (field.height, field.width)
    tops = [
        i * s - before for i, s, (before, _) in zip(starts, strides, pads, strict=True)
    ]
    reach = [
        (n - 1) * s + (k - 1) * d + 1
        for n, s, k, d in zip(lengths, strides, sizes, dilation, strict=True)
    ]
    return ReceptiveField(tops[0], tops[1], reach[0], reach[1])


def windows_of(layer: Any, shape: tuple[int, ...]) -> tuple[Any, Any, Any, Any]:
    """Return the sizes, strides, dilations and paddings of a layer's windows."""
    size = layer.kernel_size if isinstance(layer, Conv) else layer.pool_size
    sizes = every_axis(size, 2)
    strides = every_axis(layer.strides or size, 2)
    dilation = every_axis(getattr(layer, "dilation_rate", 1), 2)
    pads = resolve_padding(layer.padding, shape[:2], sizes, strides, dilation)
    return sizes, strides, dilation, pads
