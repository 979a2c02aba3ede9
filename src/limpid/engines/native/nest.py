"""Nest: a loop nest as data: sizes, accesses, and a scalar expression.

Everything that runs is a nest. Maps, reductions, matrix products, convolutions and
pooling differ only in their sizes and strides, so one way of cutting loops into
register tiles (`tiling`) makes all of them fast.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from limpid.graph.shapes import Shape

Body = Callable[[Any, Sequence[Any]], Sequence[Any]]


@dataclass(frozen=True)
class Access:
    """Where an element lies for given loop indices: offset + sum(index * stride).

    Attributes:
        buffer: The number of the memory block.
        dtype: Of the elements.
        strides: In elements, one for each axis of the nest.
        offset: Of the element at the origin.
        through: Adds an index read from memory, if the access goes through one.
    """

    buffer: int
    dtype: str
    strides: Shape
    offset: int = 0
    through: "Through | None" = None

    def stride(self, axis: int) -> int:
        """Return how far one step along an axis goes, 0 only if nowhere.

        Where an index decides, it is the index's own stride.
        """
        own = self.strides[axis]
        return own or (self.through.access.stride(axis) if self.through else 0)


@dataclass(frozen=True)
class Iota(Access):
    """What the place of an access would be, as an int64: nothing is read."""


@dataclass(frozen=True)
class Through:
    """An index read from memory: checked against `size`, multiplied by `stride`.

    Attributes:
        access: To the index.
        size: Indices run from 0 to size - 1.
        stride: What one more makes, in elements.
        shape: Of the array of indices, to say which one is wrong.
        walk: That array's strides.
        is_trusted: Whether the program has written the indices itself: in range.
    """

    access: Access
    size: int
    stride: int
    shape: Shape = ()
    walk: Shape = ()
    is_trusted: bool = False


@dataclass(frozen=True)
class Nest:
    """Loops over `sizes`, of which the first `kept` are kept and the others reduced.

    Attributes:
        sizes: Of all axes.
        kept: How many axes are kept.
        loads: What the body reads.
        body: Maps (words, loaded elements) to the elements to store or to reduce.
        stores: Where the results go; strides over reduced axes are 0.
        reduction: None, 'sum', 'prod', 'max' or 'min'.
        accumulator: The type in which is summed.
        product: Whether the body is x * y, to be fused with the sum.
        late_loads: What `finish` reads, after the reduction.
        finish: Maps (words, [reduced, late loads…]) to the elements to store.
        sequential: Whether the order of the iterations matters, but for those of
            the first axis.
        outer: How many of the first axes are walked outside, by what runs it.
        label: What the nest computes, for which layer, from which source line.
    """

    sizes: Shape
    kept: int
    loads: tuple[Access, ...]
    stores: tuple[Access, ...]
    body: Body
    reduction: str | None = None
    accumulator: str = ""
    product: bool = False
    late_loads: tuple[Access, ...] = ()
    finish: Body | None = None
    sequential: bool = False
    outer: int = 0
    label: str = ""
    text: tuple[str, ...] = field(default=(), compare=False)

    @property
    def accesses(self) -> tuple[Access, ...]:
        """All accesses, those of indices included."""
        direct = (*self.loads, *self.late_loads, *self.stores)
        return (*direct, *(a.through.access for a in direct if a.through))

    @property
    def buffers(self) -> list[int]:
        """The memory blocks touched, each once."""
        return list(dict.fromkeys(self.reads))

    @property
    def reads(self) -> list[int]:
        """The memory blocks read, or written in part."""
        return [a.buffer for a in self.accesses]

    @property
    def writes(self) -> list[int]:
        """The memory blocks written."""
        return [a.buffer for a in self.stores]

    def simplified(self) -> "Nest":
        """Drop axes of size 1; merge neighbors that every access walks as one run."""
        # The first axis of a sequential nest is unlike the others and stays the first.
        fixed = len(self.sizes) if self.sequential else self.outer
        keep = [i for i, n in enumerate(self.sizes) if n != 1 or i < fixed]
        nest = self.permuted(keep, sum(i < self.kept for i in keep))
        i = self.outer
        while i + 1 < len(nest.sizes) and not nest.sequential:
            if i + 1 != nest.kept and nest.mergeable(i):
                nest = nest.merged(i)
            else:
                i += 1
        return nest

    def under(self, sizes: Shape) -> "Nest":
        """Return the nest inside axes along which nothing moves."""
        nest = self._rewalked(lambda v: (0,) * len(sizes) + v, len(sizes) + self.kept)
        return replace(nest, sizes=(*sizes, *self.sizes))

    def permuted(self, order: Sequence[int], kept: int) -> "Nest":
        """Return the nest with the axes chosen by `order`."""
        return self._rewalked(lambda values: tuple(values[i] for i in order), kept)

    def mergeable(self, i: int) -> bool:
        """Tell whether every access walks axes i and i + 1 as one run."""
        inner = self.sizes[i + 1]
        return all(a.strides[i] == a.strides[i + 1] * inner for a in self.accesses)

    def merged(self, i: int) -> "Nest":
        """Return the nest with axes i and i + 1 as one, walked by the inner stride."""
        kept = self.kept - (i + 1 < self.kept)
        nest = self._rewalked(lambda values: (*values[:i], *values[i + 1 :]), kept)
        size = self.sizes[i] * self.sizes[i + 1]
        return replace(nest, sizes=(*self.sizes[:i], size, *self.sizes[i + 2 :]))

    def divided(self, i: int, parts: int) -> "Nest":
        """Return the nest with axis i as two: so many parts, and what each walks."""
        size = self.sizes[i] // parts

        def change(values: Shape) -> Shape:
            return (*values[:i], values[i] * size, *values[i:])

        nest = self._rewalked(change, self.kept + (i < self.kept))
        sizes = (*self.sizes[:i], parts, size, *self.sizes[i + 1 :])
        return replace(nest, sizes=sizes)

    def _rewalked(self, change: Callable[[Shape], Shape], kept: int) -> "Nest":
        def walk(access: Access) -> Access:
            through = access.through
            if through is not None:
                through = replace(through, access=walk(through.access))
            return replace(access, strides=change(access.strides), through=through)

        return replace(
            self,
            sizes=change(self.sizes),
            kept=kept,
            loads=tuple(map(walk, self.loads)),
            late_loads=tuple(map(walk, self.late_loads)),
            stores=tuple(map(walk, self.stores)),
        )
