from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.graph.arithmetic import as_float
from limpid.graph.deferred import deferrable
from limpid.graph.op import Array, Cotangents
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply
from limpid.ops.conv import channels_last, every_axis, resolve_padding
from limpid.ops.max_pool import Pool


@dataclass(frozen=True)
class SumPool(Pool):
    """The sum of each window's elements."""

    formula: ClassVar[str] = "sum_pool(x)"

    def shape(self, x: Shape) -> Shape:
        return (x[0], *self.output_size(x[1:-1], self.size), x[-1])

    def reference(self, x: Array) -> Array:
        spatial = self.output_size(x.shape[1:-1], self.size)
        parts = self.parts(self.padded(x), spatial)
        result = next(parts).copy()
        for part in parts:
            result += part
        return result

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        args = (self.strides, self.padding, self.dilation, 1, self.size)
        return (apply(SumPoolGradient(*args, x.shape[1:-1]), g),)


@dataclass(frozen=True)
class SumPoolGradient(Pool):
    """Hand each window's cotangent to all its elements."""

    spatial: Shape = ()

    def shape(self, g: Shape) -> Shape:
        return (g[0], *self.spatial, g[-1])

    def reference(self, g: Array) -> Array:
        sizes = zip(self.spatial, self.padding, strict=True)
        spatial = tuple(n + a + b for n, (a, b) in sizes)
        result = np.zeros((g.shape[0], *spatial, g.shape[-1]), g.dtype)
        for target in self.parts(result, g.shape[1:-1]):
            np.add(target, g, out=target)
        return result[self.inside(self.spatial)]

    def vjp(self, g: Tensor, y: Tensor, x: Tensor) -> Cotangents:
        pool = SumPool(self.strides, self.padding, self.dilation, 1, self.size)
        return (apply(pool, g),)


@deferrable
def average_pool(
    inputs: Any,
    pool_size: int | Sequence[int],
    strides: int | Sequence[int] | None = None,
    padding: str = "valid",
    data_format: str | None = None,
) -> Tensor:
    """Return the mean of each window, channel by channel; padding does not count.

    Shapes: inputs (batch, *spatial, channels).

    Raises:
        ConfigError: A setting is unknown or not positive.
    """
    x = as_float(inputs)
    channels_last(data_format)
    ndim = len(x.shape) - 2
    size = every_axis(pool_size, ndim)
    steps = size if strides is None else every_axis(strides, ndim)
    ones = (1,) * ndim
    pads = resolve_padding(padding, x.shape[1:-1], size, steps, ones)
    pool = SumPool(steps, pads, ones, 1, size)
    counts = pool.reference(np.ones((1, *x.shape[1:-1], 1), x.dtype))
    total, count = apply(pool, x), counts.flat[0]
    if (counts != count).any():
        return total / counts
    # A power of two has an exact reciprocal, and a product is quicker.
    is_power = np.frexp(count)[0] == 0.5
    return total * (1 / count) if is_power else total / count
