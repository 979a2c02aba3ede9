"""Occlusion: how much a class's probability falls where a picture is covered."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from limpid.errors import ConfigError, ShapeError

__all__ = ["covered", "occlusion"]

Array = NDArray[Any]


def occlusion(
    model: Any,
    picture: ArrayLike,
    index: int | None = None,
    *,
    size: int = 5,
    stride: int = 1,
    fill: float = 0.0,
) -> Array:
    """Return how much an output falls when a square covers the picture there.

    Args:
        model: Any model with an output for each class.
        picture: One picture, without a batch's axis.
        index: The output, such as a class; by default the largest.
        size: Of the square, in pixels; what reaches over the border is cut off.
        stride: The step from one square's middle to the next.
        fill: The value that covers: 0 for the ground of a digit.

    Shapes: picture (height, width, channels); the result is (height, width) divided by
        the stride, rounded up.

    Raises:
        ShapeError: It is no picture.
        ConfigError: Size or stride is not positive.

    Source: Zeiler & Fergus 2014, arXiv:1311.2901, section 4.2.

    Example:
        >>> from limpid import Sequential
        >>> from limpid.layers import Dense, Flatten
        >>> model = Sequential([Flatten(), Dense(1, kernel_initializer="ones")])
        >>> occlusion(model, np.eye(3, dtype="float32")[..., None], size=1)
        array([[1., 0., 0.],
               [0., 1., 0.],
               [0., 0., 1.]], dtype=float32)
    """
    whole = np.asarray(picture)
    hidden = covered(whole, size=size, stride=stride, fill=fill)
    shape = [-(-length // stride) for length in whole.shape[:2]]
    batch = np.concatenate([whole[None], hidden])
    outputs = model.predict(batch, batch_size=len(batch), verbose=0)
    chosen = int(np.argmax(outputs[0])) if index is None else index
    falls: Array = outputs[0, chosen] - outputs[1:, chosen]
    return falls.reshape(shape)


def covered(
    picture: Array, *, size: int = 5, stride: int = 1, fill: float = 0.0
) -> Array:
    """Return the picture once for each place, covered there by a square.

    Raises:
        ShapeError, ConfigError: As `occlusion`.
    """
    if picture.ndim != 3:
        raise ShapeError(
            f"A picture of shape {picture.shape} was given; expected (height, width, "
            "channels), without a batch's axis."
        )
    if size < 1 or stride < 1:
        raise ConfigError(
            f"size={size} and stride={stride} were given; expected positive numbers."
        )
    places = [
        (row - size // 2, column - size // 2)
        for row in range(stride // 2, picture.shape[0] + stride // 2, stride)
        for column in range(stride // 2, picture.shape[1] + stride // 2, stride)
    ]
    pictures = np.repeat(picture[None], len(places), axis=0)
    for one, (top, left) in zip(pictures, places, strict=True):
        one[max(0, top) : top + size, max(0, left) : left + size] = fill
    return pictures
