"""View: a tensor's place in memory: a buffer, strides, an offset."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from limpid.engines.native.nest import Access
from limpid.graph.shapes import Shape, product


@dataclass(frozen=True)
class View:
    """Where a tensor's elements lie; strides and offset count elements."""

    buffer: int
    dtype: str
    shape: Shape
    strides: Shape
    offset: int = 0

    @property
    def is_contiguous(self) -> bool:
        """Whether the elements lie side by side in row-major order."""
        return self.strides == row_major(self.shape) or product(self.shape) == 0

    @property
    def is_batch_last(self) -> bool:
        """Whether the elements of all examples lie side by side, and only so."""
        is_map = len(self.shape) > 2 and not self.is_contiguous
        return is_map and self.strides == self.batch_last().strides

    def batch_last(self) -> "View":
        """Return a view of the same room with the first axis innermost."""
        count, *inner = self.shape
        strides = (1, *(count * s for s in row_major(tuple(inner))))
        return replace(self, strides=strides)

    def outermost_first(self, count: int) -> Shape:
        """Return the first axes in the order in which they lie in memory."""
        return tuple(sorted(range(count), key=lambda i: -self.strides[i]))

    def access(self, *axes: int | None) -> Access:
        """Return the access of a nest whose axes walk these axes of the tensor.

        None stands for an axis of the nest along which the tensor stays where it is.
        """
        strides = tuple(0 if a is None else self.strides[a] for a in axes)
        return Access(self.buffer, self.dtype, strides, self.offset)

    def all(self) -> Access:
        """Return the access of a nest over the tensor's own axes."""
        return self.access(*range(len(self.shape)))

    def broadcast(self, shape: Shape) -> "View":
        """Return the view repeated to a shape: stride 0 where it repeats."""
        extra = len(shape) - len(self.shape)
        own = zip(self.shape, self.strides, shape[extra:], strict=True)
        strides = tuple(0 if n == 1 and m != 1 else s for n, s, m in own)
        return replace(self, shape=shape, strides=(0,) * extra + strides)

    def transposed(self, axes: Sequence[int]) -> "View":
        """Return the view with its axes permuted."""
        shape = tuple(self.shape[a] for a in axes)
        return replace(self, shape=shape, strides=tuple(self.strides[a] for a in axes))

    def divided(self, axis: int, parts: int) -> "View":
        """Return the view with an axis as two: so many parts, and what each has."""
        size, stride = self.shape[axis] // parts, self.strides[axis]

        def change(values: Shape, outer: int, inner: int) -> Shape:
            return (*values[:axis], outer, inner, *values[axis + 1 :])

        return replace(
            self,
            shape=change(self.shape, parts, size),
            strides=change(self.strides, size * stride, stride),
        )

    def part(self, key: Any) -> "View":
        """Return what a basic index selects, by NumPy's own rules."""
        # One byte stands for all elements: only its strides are looked at.
        whole = np.lib.stride_tricks.as_strided(
            np.zeros(1, np.int8), self.shape, self.strides
        )
        keys = key if isinstance(key, tuple) else (key,)
        # With an ellipsis, one element too is a view.
        chosen = whole[keys if any(k is ... for k in keys) else (*keys, ...)]
        if product(chosen.shape) == 0:
            return replace(self, shape=chosen.shape, strides=(0,) * chosen.ndim)
        start = (
            chosen.__array_interface__["data"][0] - whole.__array_interface__["data"][0]
        )
        return replace(
            self, shape=chosen.shape, strides=chosen.strides, offset=self.offset + start
        )

    def reshaped(self, shape: Shape) -> "View | None":
        """Return the view in another shape, or None if that needs a copy."""
        if self.is_contiguous:
            return replace(self, shape=shape, strides=row_major(shape))
        squeezed = [
            (n, s) for n, s in zip(self.shape, self.strides, strict=True) if n != 1
        ]
        if [n for n, _ in squeezed] != [n for n in shape if n != 1]:
            return None
        strides = iter([s for _, s in squeezed])
        return replace(
            self,
            shape=shape,
            strides=tuple(0 if n == 1 else next(strides) for n in shape),
        )


def row_major(shape: Shape) -> Shape:
    """Return the strides of a contiguous array."""
    strides, step = [], 1
    for n in reversed(shape):
        strides.append(step)
        step *= n
    return tuple(reversed(strides))
