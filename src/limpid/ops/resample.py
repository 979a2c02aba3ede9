from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ConfigError, ShapeError, nearest
from limpid.graph.arithmetic import as_float
from limpid.graph.dtypes import DType
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply, as_tensor

# How NumPy's pad names the one pixel around the images that each fill mode needs.
BORDERS = {
    "constant": "constant",
    "nearest": "edge",
    "reflect": "symmetric",
    "wrap": "wrap",
}
INTERPOLATIONS = ("bilinear", "nearest")

# Pixels worked on at a time: their arrays stay in the processor's cache.
BLOCK = 12_544


@dataclass(frozen=True)
class Sampling(Op):
    """Where the pixels that coordinates ask for lie, and how much each counts."""

    fill_mode: str
    interpolation: str
    fill_value: float

    def padded(self, images: Array) -> Array:
        """Return the images with one pixel around them."""
        settings: dict[str, Any] = {}
        if self.fill_mode == "constant":
            settings["constant_values"] = self.fill_value
        widths = ((0, 0), (1, 1), (1, 1), (0, 0))
        return np.pad(images, widths, BORDERS[self.fill_mode], **settings)  # type: ignore[call-overload]

    def corners(self, coordinates: Array, size: Shape) -> "Corners":
        """Return where coordinates fall in padded images of this size."""
        rows, row_weights = self._along(coordinates[:, 0], size[0])
        columns, column_weights = self._along(coordinates[:, 1], size[1])
        first = rows * (size[1] + 2)
        first += columns
        pixels = (size[0] + 2) * (size[1] + 2)
        first += np.arange(len(first), dtype=first.dtype)[:, None, None] * pixels
        return Corners(first, size[1] + 2, row_weights, column_weights)

    def _along(self, positions: Array, size: int) -> tuple[Array, Array]:
        """Return the padded pixel before each position, and the weight of the next."""
        inside = self._folded(positions, size)
        if self.interpolation == "nearest":
            np.rint(inside, out=inside)
        # 64-bit integers: take converts others first.
        before = inside.astype(np.int64)
        np.minimum(before, size, out=before)
        inside -= before
        return before, inside

    def _folded(self, positions: Array, size: int) -> Array:
        """Return the positions, within 0..size + 1, at which padded images agree."""
        if self.fill_mode == "reflect":
            phase = _modulo(positions + positions.dtype.type(0.5), 2 * size)
            return np.minimum(phase, 2 * size - phase) + positions.dtype.type(0.5)
        if self.fill_mode == "wrap":
            return _modulo(positions, size) + positions.dtype.type(1)
        return np.clip(positions + positions.dtype.type(1), 0, size + 1)


@dataclass(frozen=True)
class Corners:
    """The four pixels around each position, by their number in the padded images."""

    first: Array
    row: int
    row_weights: Array
    column_weights: Array

    def numbers(self) -> tuple[Array, ...]:
        """Return the pixels above left, above right, below left and below right."""
        first, row = self.first, self.row
        return first, first + 1, first + row, first + (row + 1)

    def weights(self) -> tuple[Array, ...]:
        """Return how much each of the four counts; together 1."""
        lower, right = self.row_weights, self.column_weights
        upper, left = 1 - lower, 1 - right
        return upper * left, upper * right, lower * left, lower * right


@dataclass(frozen=True)
class Resample(Sampling):
    """Images seen at other coordinates."""

    formula: ClassVar[str] = "x[coordinates]"

    def shape(self, x: Shape, coordinates: Shape) -> Shape:
        if len(x) != 4 or len(coordinates) != 4 or coordinates[:2] != (x[0], 2):
            raise ShapeError(
                f"got images of shape {x} and coordinates of shape {coordinates}; "
                "expected (batch, height, width, channels) and (batch, 2, height', "
                "width')."
            )
        return (x[0], *coordinates[2:], x[-1])

    def dtype(self, x: DType, coordinates: DType) -> DType:
        return x

    def reference(self, x: Array, coordinates: Array) -> Array:
        result = np.empty(self.shape(x.shape, coordinates.shape), x.dtype)
        step = max(1, BLOCK // max(1, result[0, ..., 0].size)) if len(x) else 1
        for i in range(0, len(x), step):
            part = slice(i, i + step)
            self._fill(result[part], x[part], coordinates[part].astype(x.dtype))
        return result

    def _fill(self, result: Array, x: Array, coordinates: Array) -> None:
        """Interpolate along the columns of both rows, then between the rows."""
        corners = self.corners(coordinates, x.shape[1:3])
        upper, upper_right, lower, lower_right = _gather(self.padded(x), corners)
        right, down = corners.column_weights[..., None], corners.row_weights[..., None]
        _move(upper, upper_right, right)
        _move(lower, lower_right, right)
        _move(upper, lower, down)
        result[...] = upper

    def vjp(self, g: Tensor, y: Tensor, x: Tensor, coordinates: Tensor) -> Cotangents:
        settings = (self.fill_mode, self.interpolation, self.fill_value)
        by_images = apply(ResampleImages(*settings, x.shape[1:3]), g, coordinates)
        return by_images, apply(ResampleCoordinates(*settings), g, x, coordinates)


@dataclass(frozen=True)
class ResampleImages(Sampling):
    """The gradient by the images: each pixel gets its share of what was made of it."""

    size: Shape

    def shape(self, g: Shape, coordinates: Shape) -> Shape:
        return (g[0], *self.size, g[-1])

    def dtype(self, g: DType, coordinates: DType) -> DType:
        return g

    def reference(self, g: Array, coordinates: Array) -> Array:
        height, width = self.size
        corners = self.corners(coordinates.astype(g.dtype, copy=False), self.size)
        result = np.zeros(
            (g.shape[0] * (height + 2) * (width + 2), g.shape[-1]), g.dtype
        )
        for numbers, weights in zip(corners.numbers(), corners.weights(), strict=True):
            share = (g * weights[..., None]).reshape(-1, g.shape[-1])
            np.add.at(result, numbers.reshape(-1), share)
        return self._without_border(
            result.reshape(g.shape[0], height + 2, width + 2, g.shape[-1])
        )

    def _without_border(self, padded: Array) -> Array:
        """Return what the images get: their own share, and that of their border."""
        for axis in (1, 2):
            padded = np.moveaxis(padded, axis, 0)
            before, after = {
                "constant": (None, None),
                "nearest": (1, -2),
                "reflect": (1, -2),
                "wrap": (-2, 1),
            }[self.fill_mode]
            if before is not None and after is not None:
                padded[before] += padded[0]
                padded[after] += padded[-1]
            padded = np.moveaxis(padded[1:-1], 0, axis)
        return padded

    def vjp(self, g: Tensor, y: Tensor, x: Tensor, coordinates: Tensor) -> Cotangents:
        # Linear in the first input, where a constant border would add its own part.
        linear = Resample(self.fill_mode, self.interpolation, 0.0)
        settings = (self.fill_mode, self.interpolation, 0.0)
        slope = apply(ResampleCoordinates(*settings), x, g, coordinates)
        return apply(linear, g, coordinates), slope


@dataclass(frozen=True)
class ResampleCoordinates(Sampling):
    """The gradient by the coordinates: the images' slopes; 0 for nearest pixels."""

    def shape(self, g: Shape, x: Shape, coordinates: Shape) -> Shape:
        return coordinates

    def dtype(self, g: DType, x: DType, coordinates: DType) -> DType:
        return coordinates

    def reference(self, g: Array, x: Array, coordinates: Array) -> Array:
        if self.interpolation == "nearest":
            return np.zeros_like(coordinates)
        corners = self.corners(coordinates.astype(x.dtype, copy=False), x.shape[1:3])
        a, b, c, d = _gather(self.padded(x), corners)
        right, lower = corners.column_weights[..., None], corners.row_weights[..., None]
        by_row = (c - a) * (1 - right) + (d - b) * right
        by_column = (b - a) * (1 - lower) + (d - c) * lower
        slopes = np.stack([(g * by_row).sum(-1), (g * by_column).sum(-1)], axis=1)
        return (slopes * self._signs(coordinates, x.shape[1:3])).astype(
            coordinates.dtype
        )

    def _signs(self, coordinates: Array, size: Shape) -> Array:
        """Return how a folded position moves with the position: by 1, -1 or not."""
        ends = np.array(size).reshape(1, 2, 1, 1)
        if self.fill_mode == "reflect":
            return np.where(np.mod(coordinates + 0.5, 2 * ends) < ends, 1.0, -1.0)
        if self.fill_mode == "wrap":
            return np.ones(1)
        return ((coordinates > -1) & (coordinates < ends)).astype(np.float64)


def _move(start: Array, end: Array, share: Array) -> None:
    """Move the start a share of the way to the end, in place; the end is lost."""
    end -= start
    end *= share
    start += end


def _modulo(x: Array, size: int) -> Array:
    """Return x modulo a size; several times faster than NumPy's, exact enough here."""
    result: Array = x - np.floor(x * (1 / size)) * size
    return result


def _gather(padded: Array, corners: Corners) -> list[Array]:
    """Return the pixels around each position: above left, above right, below."""
    pixels = padded.reshape(-1, padded.shape[-1])
    if pixels.shape[1] == 1:
        # Numbers are gathered much faster than rows of one number.
        return [pixels[:, 0].take(n)[..., None] for n in corners.numbers()]
    return [pixels.take(n, axis=0) for n in corners.numbers()]


def resample(
    images: Any,
    coordinates: Any,
    fill_mode: str = "constant",
    interpolation: str = "bilinear",
    fill_value: float = 0.0,
) -> Tensor:
    """Return images seen at other coordinates, differentiable by both.

    Args:
        images: (batch, height, width, channels).
        coordinates: (batch, 2, height', width'): the row and the column, counted in
            pixels of the input, that each pixel of the output shows.
        fill_mode: What lies outside: 'constant' (the fill value), 'nearest' (the pixel
            at the edge), 'reflect' (d c b a | a b c d | d c b a) or 'wrap'.
        interpolation: 'bilinear' between the four pixels around, or 'nearest'.
        fill_value: For 'constant'.

    Raises:
        ShapeError: The shapes are not of this form.
        ConfigError: A mode is unknown.

    Example:
        >>> image = [[[[1.0], [2.0], [4.0]]]]
        >>> middle = [[[[0.0, 0.0]], [[0.5, 1.5]]]]
        >>> resample(image, middle).reshape((2,))
        Tensor([1.5, 3. ])
    """
    require_mode("fill_mode", fill_mode, BORDERS)
    require_mode("interpolation", interpolation, INTERPOLATIONS)
    x, at = as_float(images), as_float(as_tensor(coordinates))
    return apply(Resample(fill_mode, interpolation, float(fill_value)), x, at)


def require_mode(name: str, value: str, known: Any) -> None:
    """Raise ConfigError unless the mode is among the known ones."""
    if value not in known:
        raise ConfigError(f"{name}={value!r} is unknown; {nearest(value, known)}.")
