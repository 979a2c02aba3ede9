from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product as every
from typing import Any, ClassVar

import numpy as np

from limpid.errors import ConfigError, ShapeError
from limpid.graph.arithmetic import pair
from limpid.graph.deferred import deferrable
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor, apply

Pads = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Window(Op):
    """How a kernel slides over the spatial axes of (batch, *spatial, channels).

    Convolution is the matrix product of windows with the kernel; it is linear in
    each input, so it and its two gradients are each other's gradients.
    """

    strides: Shape
    padding: Pads
    dilation: Shape
    groups: int = 1

    def output_size(self, spatial: Shape, size: Shape) -> Shape:
        """Return how many windows of a size fit along each axis.

        Raises:
            ShapeError: None fits.
        """
        settings = (self.strides, self.padding, self.dilation)
        sizes = zip(spatial, size, *settings, strict=True)
        counts = tuple(
            (n + a + b - (k - 1) * d - 1) // s + 1 for n, k, s, (a, b), d in sizes
        )
        if min(counts, default=1) < 1:
            raise ShapeError(
                f"a window of size {size} does not fit into an input of size "
                f"{spatial}; use a smaller one or padding='same'."
            )
        return counts

    def padded(self, x: Array) -> Array:
        """Return x with zeros around its spatial axes."""
        if not any(map(any, self.padding)):
            return np.ascontiguousarray(x)
        spatial = zip(x.shape[1:-1], self.padding, strict=True)
        shape = (x.shape[0], *(n + a + b for n, (a, b) in spatial), x.shape[-1])
        result = np.zeros(shape, x.dtype)
        result[self.inside(x.shape[1:-1])] = x
        return result

    def inside(self, spatial: Shape) -> tuple[slice, ...]:
        """Return where the unpadded array lies in the padded one."""
        starts = zip(spatial, self.padding, strict=True)
        return (slice(None), *(slice(a, a + n) for n, (a, _) in starts))

    def windows(self, x: Array, size: Shape) -> Array:
        """Return (batch * windows, kernel elements * channels): one row a window."""
        spatial = self.output_size(x.shape[1:-1], size)
        padded = self.padded(x)
        batch, *inner, channel = padded.strides
        view = np.lib.stride_tricks.as_strided(
            padded,
            (x.shape[0], *spatial, *size, x.shape[-1]),
            (
                batch,
                *(n * s for n, s in zip(inner, self.strides, strict=True)),
                *(n * d for n, d in zip(inner, self.dilation, strict=True)),
                channel,
            ),
            writeable=False,
        )
        count, width = x.shape[0] * product(spatial), product(size) * x.shape[-1]
        return view.reshape(count, width)

    def offsets(self, size: Shape, spatial: Shape) -> Iterator[tuple[slice, ...]]:
        """Return, for each kernel element, which padded positions it meets."""
        for position in every(*map(range, size)):
            parts = zip(position, spatial, self.strides, self.dilation, strict=True)
            yield (
                slice(None),
                *(slice(k * d, k * d + (n - 1) * s + 1, s) for k, n, s, d in parts),
            )

    def grouped(self, *arrays: Array) -> Iterator[tuple[Array, ...]]:
        """Return the arrays cut into groups along their last axis."""
        return zip(*(np.split(a, self.groups, axis=-1) for a in arrays), strict=True)


@dataclass(frozen=True)
class Conv(Window):
    """Cross-correlation of x (batch, *spatial, channels) with kernels."""

    formula: ClassVar[str] = "conv(x, kernel)"
    derivative: ClassVar[tuple[str, ...]] = (
        "conv_input(g, kernel)",
        "conv_kernel(x, g)",
    )

    def shape(self, x: Shape, kernel: Shape) -> Shape:
        if len(x) != len(kernel) or x[-1] != kernel[-2] * self.groups:
            raise ShapeError(
                f"kernel {kernel} does not fit input {x}; expected (*size, "
                f"{x[-1] // self.groups}, filters) for {x[-1]} channels in "
                f"{self.groups} groups."
            )
        spatial = self.output_size(x[1:-1], kernel[:-2])
        return (x[0], *spatial, kernel[-1])

    def reference(self, x: Array, kernel: Array) -> Array:
        shape = self.shape(x.shape, kernel.shape)
        if self.groups == 1:
            rows = self.windows(x, kernel.shape[:-2])
            return (rows @ kernel.reshape(-1, kernel.shape[-1])).reshape(shape)
        one = Conv(self.strides, self.padding, self.dilation)
        parts = [one.reference(*part) for part in self.grouped(x, kernel)]
        return np.concatenate(parts, axis=-1)

    def vjp(self, g: Tensor, y: Tensor, x: Tensor, kernel: Tensor) -> Cotangents:
        return (
            apply(self.to(ConvInput, x.shape[1:-1]), g, kernel),
            apply(self.to(ConvKernel, kernel.shape[:-2]), x, g),
        )

    def to(self, kind: Any, size: Shape) -> Any:
        """Return one of the two gradients of this convolution."""
        return kind(self.strides, self.padding, self.dilation, self.groups, size)


@dataclass(frozen=True)
class ConvInput(Window):
    """The gradient by the input; also called transposed convolution."""

    size: Shape = ()

    def shape(self, g: Shape, kernel: Shape) -> Shape:
        return (g[0], *self.size, kernel[-2] * self.groups)

    def forward(self) -> Conv:
        """Return the convolution whose gradient this is."""
        return Conv(self.strides, self.padding, self.dilation, self.groups)

    def reference(self, g: Array, kernel: Array) -> Array:
        if self.groups > 1:
            one = Conv(self.strides, self.padding, self.dilation).to(
                ConvInput, self.size
            )
            parts = [one.reference(*part) for part in self.grouped(g, kernel)]
            return np.concatenate(parts, axis=-1)
        *size, channels, filters = kernel.shape
        rows = g.reshape(-1, filters) @ kernel.reshape(-1, filters).T
        columns = rows.reshape(*g.shape[:-1], product(size), channels)
        padded_sizes = zip(self.size, self.padding, strict=True)
        spatial = tuple(n + a + b for n, (a, b) in padded_sizes)
        result = np.zeros((g.shape[0], *spatial, channels), g.dtype)
        for i, where in enumerate(self.offsets(tuple(size), g.shape[1:-1])):
            result[where] += columns[..., i, :]
        return result[self.inside(self.size)]

    def vjp(self, g: Tensor, y: Tensor, x: Tensor, kernel: Tensor) -> Cotangents:
        forward = self.forward()
        to_kernel = forward.to(ConvKernel, kernel.shape[:-2])
        return apply(forward, g, kernel), apply(to_kernel, g, x)


@dataclass(frozen=True)
class ConvKernel(Window):
    """The gradient by the kernel."""

    size: Shape = ()

    def shape(self, x: Shape, g: Shape) -> Shape:
        return (*self.size, x[-1] // self.groups, g[-1])

    def reference(self, x: Array, g: Array) -> Array:
        if self.groups > 1:
            one = Conv(self.strides, self.padding, self.dilation).to(
                ConvKernel, self.size
            )
            parts = [one.reference(*part) for part in self.grouped(x, g)]
            return np.concatenate(parts, axis=-1)
        rows = self.windows(x, self.size)
        return (rows.T @ g.reshape(-1, g.shape[-1])).reshape(
            self.shape(x.shape, g.shape)
        )

    def vjp(self, g: Tensor, y: Tensor, x: Tensor, z: Tensor) -> Cotangents:
        forward = Conv(self.strides, self.padding, self.dilation, self.groups)
        to_input = forward.to(ConvInput, x.shape[1:-1])
        return apply(to_input, z, g), apply(forward, x, g)


@deferrable
def conv(
    inputs: Any,
    kernel: Any,
    strides: int | Sequence[int] = 1,
    padding: str | Sequence[Sequence[int]] = "valid",
    data_format: str | None = None,
    dilation_rate: int | Sequence[int] = 1,
) -> Tensor:
    """Return the cross-correlation of inputs with a kernel, in any dimension.

    y[b, i, f] = sum over k, c of inputs[b, i * stride + k * dilation, c]
        * kernel[k, c, f]

    Args:
        inputs: (batch, *spatial, channels).
        kernel: (*size, channels / groups, filters).
        strides: The step between windows, for all axes or each.
        padding: 'valid', 'same', 'causal' (1-D), or pairs (before, after), one an axis.
        data_format: 'channels_last', the only one.
        dilation_rate: The step between the elements of a window.

    The number of groups follows from the channels of inputs and kernel.

    Raises:
        ShapeError: The kernel does not fit the inputs.
        ConfigError: A setting is unknown or not positive.
    """
    x, k = pair(inputs, kernel)
    channels_last(data_format)
    size = k.shape[:-2]
    steps, dilation = (
        every_axis(strides, len(size)),
        every_axis(dilation_rate, len(size)),
    )
    if len(x.shape) != len(k.shape) or x.shape[-1] % k.shape[-2]:
        raise ShapeError(f"conv: kernel {k.shape} does not fit inputs {x.shape}.")
    pads = resolve_padding(padding, x.shape[1:-1], size, steps, dilation)
    return apply(Conv(steps, pads, dilation, x.shape[-1] // k.shape[-2]), x, k)


def channels_last(data_format: str | None) -> None:
    """Raise ConfigError for any layout but (batch, *spatial, channels)."""
    if data_format not in {None, "channels_last"}:
        raise ConfigError(
            f"data_format {data_format!r} is not supported; limpid keeps channels "
            "last: transpose the data with np.moveaxis(x, 1, -1)."
        )


def every_axis(setting: int | Sequence[int], ndim: int) -> Shape:
    """Return a positive setting for each spatial axis.

    Raises:
        ConfigError: It is not positive or not one for each axis.
    """
    values = (setting,) * ndim if isinstance(setting, int) else tuple(setting)
    if len(values) != ndim or min(values, default=1) < 1:
        raise ConfigError(f"Expected {ndim} positive integers; got {setting!r}.")
    return values


def resolve_padding(
    padding: str | Sequence[Sequence[int]],
    spatial: Shape,
    size: Shape,
    strides: Shape,
    dilation: Shape,
) -> Pads:
    """Return the zeros (before, after) along each spatial axis.

    Raises:
        ConfigError: The name is unknown.
    """
    if not isinstance(padding, str):
        return tuple((int(a), int(b)) for a, b in padding)
    if padding == "valid":
        return ((0, 0),) * len(size)
    reach = [(k - 1) * d for k, d in zip(size, dilation, strict=True)]
    if padding == "causal":
        return tuple((r, 0) for r in reach)
    if padding != "same":
        raise ConfigError(f"padding {padding!r} is unknown; use 'valid' or 'same'.")
    # Enough zeros for ceil(n / stride) windows, the odd one behind.
    totals = [
        max((-(-n // s) - 1) * s + r + 1 - n, 0)
        for n, s, r in zip(spatial, strides, reach, strict=True)
    ]
    return tuple((t // 2, t - t // 2) for t in totals)
