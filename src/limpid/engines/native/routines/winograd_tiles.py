"""The tiles of a convolution: which inputs and results each has, and where they lie."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from limpid.engines.native.expression import copying
from limpid.engines.native.slicing import Slicing
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.engines.native.ways import SPAN, TILE, grid
from limpid.graph.shapes import Shape, product
from limpid.ops.conv import Pads

# Matrices of a power of two, side by side, would fall into the same places of a cache.
APART = 16


class Tiles:
    """The tiles of a convolution's slices.

    Attributes:
        slices: Of a few pictures each.
        sizes: Pictures of a slice, and rows and columns of tiles in each.
    """

    def __init__(self, target: Target, x: View, y: Shape, count: int) -> None:
        """Cut x in so many parts, for a result or cotangents of shape y."""
        self.dtype = x.dtype
        elements = SPAN**2 * product(grid(y)) * (x.shape[-1] + y[-1])
        num_bytes = elements * np.dtype(x.dtype).itemsize
        self.slices = Slicing(target, x.shape[0], count, num_bytes)
        self.sizes = (self.slices.size, *grid(y))
        # The last tiles hang over an odd result.
        self.over = tuple(-n % TILE for n in y[1:-1])

    def room(self, channels: int) -> View:
        """Return room for transformed tiles: a matrix for each of their elements."""
        pictures, rows, columns = self.sizes
        size = product(self.sizes) * channels
        room = self.slices.room((SPAN, SPAN, size + APART), self.dtype)
        matrices = room.part((..., slice(size)))
        return matrices.divided(4, pictures).divided(5, rows).divided(6, columns)

    def inputs(self, x: View, padding: Pads) -> View:
        """Return slices of x as the tiles' inputs, which overlap.

        (parts, rounds, *sizes, row in a tile, column in a tile, channels)
        """
        pads = zip(padding, self.over, strict=True)
        whole = self._padded(self.slices.of(x), [(a, b + c) for (a, b), c in pads])
        *outer, row, column, channel = whole.strides
        return replace(
            whole,
            shape=(*whole.shape[:2], *self.sizes, SPAN, SPAN, whole.shape[-1]),
            strides=(*outer, row * TILE, column * TILE, row, column, channel),
        )

    def results(self, g: View) -> View:
        """Return slices of cotangents as the tiles' results, and zeros beyond.

        (parts, rounds, *sizes, row in a tile, column in a tile, filters)
        """
        whole = self._padded(self.slices.of(g), [(0, n) for n in self.over])
        return tiled(whole, *self.sizes[1:])

    def _padded(self, x: View, padding: Sequence[tuple[int, int]]) -> View:
        """Return slices of x with zeros around the pictures."""
        if not any(map(any, padding)):
            return x
        *outer, rows, columns, channels = x.shape
        (above, below), (left, right) = padding
        shape = (outer[-1], rows + above + below, columns + left + right, channels)
        room = self.slices.room(shape, x.dtype)
        inside = (..., slice(above, above + rows), slice(left, left + columns))
        self.slices.empty(room)
        self.slices.add(copying(x, room.part((*inside, slice(None)))))
        return room


@dataclass(frozen=True)
class Stretch:
    """Some results along an axis, and the tiles that they lie in.

    Attributes:
        start: The first tile.
        tiles: How many there are.
        depth: Results of each.
    """

    start: int
    tiles: int
    depth: int

    @property
    def results(self) -> slice:
        """Where the results lie."""
        first = self.start * TILE
        return slice(first, first + self.tiles * self.depth)

    @property
    def place(self) -> slice:
        """Where the tiles lie."""
        return slice(self.start, self.start + self.tiles)


def stretches(size: int) -> list[Stretch]:
    """Return the stretch of whole tiles, and that of the one that hangs over."""
    whole, rest = divmod(size, TILE)
    found = [Stretch(0, whole, TILE), Stretch(whole, 1, rest)]
    return [stretch for stretch in found if stretch.tiles and stretch.depth]


def tiled(view: View, rows: int, columns: int) -> View:
    """Return (…, height, width, channels) cut into so many tiles.

    (…, rows, columns, row in a tile, column in a tile, channels)
    """
    n = len(view.shape)
    cut = view.divided(n - 2, columns).divided(n - 3, rows)
    return cut.transposed((*range(n - 2), n - 1, n - 2, n, n + 1))


def by_tile(room: View) -> View:
    """Return a matrix for each element of tiles as elements for each tile."""
    return room.transposed((0, 1, 4, 5, 6, 2, 3, 7))


def cells(view: View) -> list[View]:
    """Return the elements of tiles (…, rows, columns, channels), each for all tiles."""
    *_, rows, columns, _ = view.shape
    return [
        view.part((..., i, j, slice(None))) for i in range(rows) for j in range(columns)
    ]
