"""Elastic distortion: smooth random displacements of the pixels of an image."""

from typing import Any

import numpy as np

from limpid.graph.arithmetic import reshape, sum
from limpid.graph.tensor import Tensor
from limpid.ops.exp import exp
from limpid.ops.matmul import matmul
from limpid.ops.square import square


def smooth(field: Tensor, sigma: Any) -> Tensor:
    """Return fields (..., height, width) smoothed by a Gaussian of sigma pixels.

    Outside the image the field counts as 0.
    """
    *batch, height, width = field.shape
    rows = reshape(field, (-1, width))
    along = matmul(rows, gaussian(width, sigma, field.dtype))
    # A Gaussian of two axes is one of each: two small products instead of windows.
    down = matmul(
        gaussian(height, sigma, field.dtype), reshape(along, (-1, height, width))
    )
    return reshape(down, (*batch, height, width))


def gaussian(size: int, sigma: Any, dtype: Any) -> Tensor:
    """Return the matrix (size, size) that smooths a line of so many pixels."""
    places = np.arange(size, dtype=dtype)
    # Below a hundredth of a pixel nothing is smoothed; the square must not be 0.
    width = square(sigma) * 2.0 + 1e-4
    weights = exp(-((places[:, None] - places) ** 2) / width)
    offsets = np.arange(1 - size, size, dtype=dtype)
    return weights / sum(exp(-(offsets**2) / width))
