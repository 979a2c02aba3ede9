from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.deferred import deferrable
from limpid.graph.op import Array, Cotangents
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.ops.conv import Window, channels_last, every_axis, resolve_padding


@dataclass(frozen=True)
class Pool(Window):
    """A window whose elements are looked at one kernel position after the other."""

    size: Shape = ()

    def filled(self, x: Array) -> Array:
        """Return x surrounded by minus infinity, which never wins."""
        if not any(map(any, self.padding)):
            return x
        lowest = -np.inf if x.dtype.kind == "f" else np.iinfo(x.dtype).min
        widths = ((0, 0), *self.padding, (0, 0))
        return np.pad(x, widths, constant_values=lowest)

    def parts(self, x: Array, spatial: Shape) -> Iterator[Array]:
        """Return, for each window element, a view of it in every window."""
        return (x[where] for where in self.offsets(self.size, spatial))

    def winners(self, x: Array, y: Array) -> Iterator[Array]:
        """Return, for each window element, where it is the first to equal y."""
        free = np.ones(y.shape, bool)
        for part in self.parts(self.filled(x), y.shape[1:-1]):
            won = (part == y) & free
            free &= ~won
            yield won


@dataclass(frozen=True)
class MaxPool(Pool):
    """The largest element of each window; of equals the first wins the cotangent."""

    formula: ClassVar[str] = "max_pool(x)"

    def shape(self, x: Shape) -> Shape:
        return (x[0], *self.output_size(x[1:-1], self.size), x[-1])

    def reference(self, x: Array) -> Array:
        spatial = self.output_size(x.shape[1:-1], self.size)
        parts = self.parts(self.filled(x), spatial)
        result = next(parts).copy()
        for part in parts:
            np.maximum(result, part, out=result)
        return result

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        return (apply(self.to(MaxPoolGradient), g, y, x),)

    def to(self, kind: Any) -> Any:
        """Return another operation over the same windows."""
        return kind(self.strides, self.padding, self.dilation, 1, self.size)


@dataclass(frozen=True)
class MaxPoolGradient(Pool):
    """Put each cotangent back where its window's winner was."""

    def shape(self, g: Shape, y: Shape, x: Shape) -> Shape:
        return x

    def reference(self, g: Array, y: Array, x: Array) -> Array:
        sizes = zip(x.shape[1:-1], self.padding, strict=True)
        spatial = tuple(n + a + b for n, (a, b) in sizes)
        result = np.zeros((x.shape[0], *spatial, x.shape[-1]), g.dtype)
        targets = self.parts(result, y.shape[1:-1])
        for target, won in zip(targets, self.winners(x, y), strict=True):
            np.add(target, g * won, out=target)
        return result[self.inside(x.shape[1:-1])]

    def vjp(
        self, g: Tensor, z: Tensor, g_before: Tensor, y: Tensor, x: Tensor
    ) -> Cotangents:
        gather = MaxPoolGather(self.strides, self.padding, self.dilation, 1, self.size)
        return apply(gather, g, y, x), None, None


@dataclass(frozen=True)
class MaxPoolGather(Pool):
    """Pick, in each window, the element where the winner is."""

    def shape(self, v: Shape, y: Shape, x: Shape) -> Shape:
        return y

    def reference(self, v: Array, y: Array, x: Array) -> Array:
        parts = self.parts(self.padded(v), y.shape[1:-1])
        pairs = zip(parts, self.winners(x, y), strict=True)
        result = np.zeros(y.shape, v.dtype)
        for part, won in pairs:
            result += part * won
        return result

    def vjp(self, g: Tensor, z: Tensor, v: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        scatter = MaxPoolGradient(
            self.strides, self.padding, self.dilation, 1, self.size
        )
        return apply(scatter, g, y, x), None, None


@deferrable
def max_pool(
    inputs: Any,
    pool_size: int | Sequence[int],
    strides: int | Sequence[int] | None = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Return the largest element of each window, channel by channel.

    Shapes: inputs (batch, *spatial, channels). Of equal elements the first, in
    row-major order, receives the gradient.

    Raises:
        ConfigError: A setting is unknown or not positive.
    """
    x = as_tensor(inputs)
    channels_last(data_format)
    ndim = len(x.shape) - 2
    size = every_axis(pool_size, ndim)
    steps = size if strides is None else every_axis(strides, ndim)
    ones = (1,) * ndim
    pads = resolve_padding(padding, x.shape[1:-1], size, steps, ones)
    return apply(MaxPool(steps, pads, ones, 1, size), x)
