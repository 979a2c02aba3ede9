"""Affine maps of images: where, in the input, each pixel of the output is found.

A map is a matrix (batch, 2, 3) in pixels from the image's center, row before column:
input place = matrix[:, :, :2] @ output place + matrix[:, :, 2].
"""

from typing import Any

import numpy as np

from limpid.graph.arithmetic import reshape
from limpid.graph.op import Array
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.ops.concat import concat
from limpid.ops.cos import cos
from limpid.ops.matmul import matmul
from limpid.ops.sin import sin
from limpid.ops.stack import stack


def affine(rows: tuple[Any, Any, Any], columns: tuple[Any, Any, Any]) -> Tensor:
    """Return a matrix from its six entries, each (batch,) or a number."""
    entries = [*rows, *columns]
    size = next(entry.shape for entry in entries if isinstance(entry, Tensor))
    dtype = next(entry.dtype for entry in entries if isinstance(entry, Tensor))
    full = [x if isinstance(x, Tensor) else np.full(size, x, dtype) for x in entries]
    return reshape(stack(full, axis=1), (*size, 2, 3))


def translation(down: Tensor, right: Tensor) -> Tensor:
    """Return the map that moves the picture by so many pixels."""
    return affine((1.0, 0.0, -down), (0.0, 1.0, -right))


def rotation(angle: Tensor) -> Tensor:
    """Return the map that turns the picture counterclockwise, in radians."""
    c, s = cos(angle), sin(angle)
    return affine((c, s, 0.0), (-s, c, 0.0))


def zoom(rows: Tensor, columns: Tensor) -> Tensor:
    """Return the map that makes the picture smaller by these factors."""
    return affine((rows, 0.0, 0.0), (0.0, columns, 0.0))


def shear(x: Tensor, y: Tensor) -> Tensor:
    """Return the map that takes columns x further per row, and rows y per column."""
    return affine((1.0, y, 0.0), (x, 1.0, 0.0))


def compose(first: Tensor, second: Tensor) -> Tensor:
    """Return the map that does the second to a place, then the first."""
    linear, shift = first[:, :, :2], first[:, :, 2:]
    moved = matmul(linear, second)
    return concat([moved[:, :, :2], moved[:, :, 2:] + shift], axis=2)


def places(matrix: Tensor, size: Shape) -> Tensor:
    """Return the coordinates, in pixels from the corner, where an output's pixels are.

    Shapes: (batch, 2, height, width), as `resample` takes them.
    """
    grid = centered_grid(size, matrix.dtype)
    center = np.array([(n - 1) / 2 for n in size], matrix.dtype)[:, None]
    found = matmul(matrix[:, :, :2], grid) + (matrix[:, :, 2:] + center)
    return reshape(found, (matrix.shape[0], 2, *size))


def centered_grid(size: Shape, dtype: Any) -> Array:
    """Return each pixel's row and column, from the center: (2, height * width)."""
    along = [np.arange(n) - (n - 1) / 2 for n in size]
    return np.stack(np.meshgrid(*along, indexing="ij")).reshape(2, -1).astype(dtype)
