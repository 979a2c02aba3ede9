"""Convolution with fewer products: by transformed tiles (Winograd 1980).

Four results of a 3 x 3 kernel, 2 x 2 of them, depend on 4 x 4 inputs and take 36
products for each channel and filter. As a product of polynomials they need only 16:
inputs, kernel and results are transformed, by a few additions each, such that a product
of elements remains between (Lavin and Gray 2015, "Fast algorithms for convolutional
neural networks"). Summed over channels, the products are 16 products of matrices.

All of it runs on slices of a few pictures: the transformed tiles are four times as
large as the pictures and must not leave the near caches.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from limpid.engines.native.lowering import Target, copying
from limpid.engines.native.nest import Nest
from limpid.engines.native.slicing import Slicing, count_parts, of_parts
from limpid.engines.native.view import View
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor
from limpid.ops.conv import Pads, Window

# Results of a tile, and inputs that they depend on, along each axis.
TILE, SPAN = 2, 4
SIZE = (SPAN - TILE + 1,) * 2
# From x, kernel and the products' sums to what is multiplied, multiplied, and added up.
OF_INPUT = ((1, 0, -1, 0), (0, 1, 1, 0), (0, -1, 1, 0), (0, 1, 0, -1))
OF_KERNEL = ((1, 0, 0), (0.5, 0.5, 0.5), (0.5, -0.5, 0.5), (0, 0, 1))
OF_RESULT = ((1, 1, 1, 0), (0, 1, -1, -1))
# Transforming an element, there and back, takes as long as so many products.
PRODUCTS_OF_A_TRANSFORM = 7
# Parts of the kernel's gradient have sums of their own: so many elements of them at
# most, each of so many tiles at least.
MOST_SUMS, FEWEST_TILES = 2**21, 16
# Matrices of a power of two, side by side, would fall into the same places of a cache.
APART = 16

Matrix = Sequence[Sequence[float]]


def pays(op: Window, size: Shape, x: Shape, y: Shape, dtype: str) -> bool:
    """Tell whether a convolution is faster by tiles.

    Args:
        op: How windows lie.
        size: Of the kernel.
        x: The shape of what is convolved: (batch, *spatial, channels).
        y: The shape of the result: (batch, *spatial, filters).
        dtype: Of the numbers.
    """
    is_plain = {*op.strides, *op.dilation, op.groups} == {1} and tuple(size) == SIZE
    is_even = not any(n % TILE for n in y[1:-1])
    is_many = bool(product(y)) and count_parts(x[0], x[0]) > 0
    is_long = x[-1] * y[-1] >= PRODUCTS_OF_A_TRANSFORM * (x[-1] + y[-1])
    is_exact = dtype in {"float32", "float64"}
    return is_plain and is_even and is_many and is_long and is_exact


def kernel_pays(op: Window, size: Shape, x: Shape, g: Shape, dtype: str) -> bool:
    """Tell whether a kernel's gradient is faster by tiles."""
    return pays(op, size, x, g, dtype) and _kernel_parts(x, g) > 0


def _kernel_parts(x: Shape, g: Shape) -> int:
    room = MOST_SUMS // (SPAN**2 * x[-1] * g[-1])
    tiles = product(g[:-1]) // TILE**2
    return count_parts(x[0], min(room, tiles // FEWEST_TILES))


def convolve(
    node: Tensor, target: Target, x: View, kernel: View, padding: Pads
) -> None:
    """Lower a convolution, by tiles.

    Args:
        node: Whose value it is: (batch, *spatial, filters).
        target: Where it goes.
        x: (batch, *spatial, channels).
        kernel: (3, 3, channels, filters).
        padding: Zeros around x.
    """
    filters = node.shape[-1]
    tiles = Tiles(target, x, node.shape, count_parts(x.shape[0], x.shape[0]))
    weights = target.new((SPAN, SPAN, x.shape[-1], filters), x.dtype)
    last = (2, 0, 1, 3)
    target.add(transform(OF_KERNEL, kernel.transposed(last), weights.transposed(last)))
    inputs, sums = tiles.inputs(x, padding), tiles.room(filters)
    # Axes: part, round, row and column in a tile, picture, tile, filter | channel
    multiply = Nest(
        (*sums.shape, x.shape[-1]),
        8,
        (
            inputs.access(*range(7), None, 7),
            weights.access(None, None, 0, 1, None, None, None, 3, 2),
        ),
        (sums.access(*range(8), None),),
        lambda b, v: [b.mul(*v)],
        "sum",
        x.dtype,
        product=True,
    )
    tiles.slices.add(multiply)
    tiles.slices.add(_finished(target, tiles, sums))
    tiles.slices.end()


def _finished(target: Target, tiles: "Tiles", sums: View) -> Nest:
    """Return the nest from sums of products to results, and what the unit makes of."""
    expression, results = target.expression()
    assert target.unit.head is not None
    shape = target.unit.head.shape
    late = [target.view(x).broadcast(shape) for x in expression.inputs]

    def body(b: Any, values: Sequence[Any]) -> list[Any]:
        found = sandwiched(b, OF_RESULT, values[: SPAN**2])
        others = values[SPAN**2 :]
        return [
            element
            for i, y in enumerate(found)
            for element in expression.body(b, [y, *others[i :: TILE**2]])
        ]

    read = [place for view in late for place in cells(tiles.of(view))]
    written = zip(*(cells(tiles.of(view)) for view in results), strict=True)
    loads = tuple(v.all() for v in (*cells(by_tile(sums)), *read))
    stores = tuple(v.all() for cell in written for v in cell)
    return Nest(cells(by_tile(sums))[0].shape, 6, loads, stores, body)


def kernel_gradient(node: Tensor, target: Target, x: View, g: View, op: Window) -> None:
    """Lower the gradient by a 3 x 3 kernel, by tiles.

    Args:
        node: Whose value it is: (3, 3, channels, filters).
        target: Where it goes.
        x: (batch, *spatial, channels).
        g: (batch, *spatial, filters).
        op: How windows lie.
    """
    tiles = Tiles(target, x, g.shape, _kernel_parts(x.shape, g.shape))
    inputs, outputs = tiles.inputs(x, op.padding), tiles.room(g.shape[-1])
    tiles.slices.add(transform(turned(OF_RESULT), tiles.of(g), by_tile(outputs)))
    sums = tiles.slices.sums((SPAN, SPAN, *node.shape[2:]), x.dtype)
    place = sums.access(*range(6), None, None, None)
    # Axes: part, round, row and column in a tile, channel, filter | picture, tile
    multiply = Nest(
        (*sums.shape, *tiles.sizes),
        6,
        (
            inputs.access(0, 1, 2, 3, 7, None, 4, 5, 6),
            outputs.access(0, 1, 2, 3, None, 7, 4, 5, 6),
        ),
        (place,),
        lambda b, v: [b.mul(*v)],
        "sum",
        x.dtype,
        product=True,
        late_loads=(place,),
        finish=lambda b, v: [b.add(*v)],
    )
    tiles.slices.add(multiply)
    tiles.slices.end()
    total = _added_up(target, of_parts(sums)).transposed((2, 0, 1, 3))
    result = target.alone()
    target.add(transform(turned(OF_KERNEL), total, result.transposed((2, 0, 1, 3))))
    target.finish_after(result)


def _added_up(target: Target, sums: View) -> View:
    """Add up what the parts have; return where the total is."""
    total = target.new(sums.shape[1:], sums.dtype)
    target.add(
        Nest(
            (*total.shape, sums.shape[0]),
            4,
            (sums.access(1, 2, 3, 4, 0),),
            (total.access(0, 1, 2, 3, None),),
            lambda _, loaded: loaded,
            "sum",
            total.dtype,
            label=target.label(),
        )
    )
    return total


class Tiles:
    """The tiles of a convolution's slices.

    Attributes:
        slices: Of a few pictures each.
        sizes: Pictures of a slice, and rows and columns of tiles in each.
    """

    def __init__(self, target: Target, x: View, y: Shape, count: int) -> None:
        """Cut x in so many parts, for a result or cotangents of shape y."""
        grid = tuple(n // TILE for n in y[1:-1])
        self.dtype = x.dtype
        elements = SPAN**2 * product(grid) * (x.shape[-1] + y[-1])
        num_bytes = elements * np.dtype(x.dtype).itemsize
        self.slices = Slicing(target, x.shape[0], count, num_bytes)
        self.sizes = (self.slices.size, *grid)

    def of(self, view: View) -> View:
        """Return (batch, *spatial, channels), the spatial axes cut into tiles.

        (parts, rounds, pictures, rows, columns, row in a tile, column, channels)
        """
        _, rows, columns = self.sizes
        cut = self.slices.of(view).divided(4, columns).divided(3, rows)
        return cut.transposed((0, 1, 2, 3, 5, 4, 6, 7))

    def room(self, channels: int) -> View:
        """Return room for transformed tiles: a matrix for each of their elements."""
        pictures, rows, columns = self.sizes
        size = product(self.sizes) * channels
        room = self.slices.room((SPAN, SPAN, size + APART), self.dtype)
        matrices = room.part((..., slice(size)))
        return matrices.divided(4, pictures).divided(5, rows).divided(6, columns)

    def inputs(self, x: View, padding: Pads) -> View:
        """Return the transformed tiles of x, which overlap in x."""
        whole = self._padded(self.slices.of(x), padding)
        *outer, row, column, channel = whole.strides
        overlapping = replace(
            whole,
            shape=(*whole.shape[:2], *self.sizes, SPAN, SPAN, whole.shape[-1]),
            strides=(*outer, row * TILE, column * TILE, row, column, channel),
        )
        result = self.room(x.shape[-1])
        self.slices.add(transform(OF_INPUT, overlapping, by_tile(result)))
        return result

    def _padded(self, x: View, padding: Pads) -> View:
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


def by_tile(room: View) -> View:
    """Return a matrix for each element of tiles as elements for each tile."""
    return room.transposed((0, 1, 4, 5, 6, 2, 3, 7))


def cells(view: View) -> list[View]:
    """Return the elements of tiles (…, rows, columns, channels), each for all tiles."""
    *_, rows, columns, _ = view.shape
    return [
        view.part((..., i, j, slice(None))) for i in range(rows) for j in range(columns)
    ]


def transform(matrix: Matrix, source: View, result: View) -> Nest:
    """Return the nest that computes matrix @ tile @ matrix.T of each tile.

    Args:
        matrix: (m, n).
        source: (…, n, n, channels).
        result: (…, m, m, channels).
    """
    shape = cells(source)[0].shape
    loads = tuple(v.all() for v in cells(source))
    stores = tuple(v.all() for v in cells(result))

    def body(b: Any, values: Sequence[Any]) -> list[Any]:
        return sandwiched(b, matrix, values)

    return Nest(shape, len(shape), loads, stores, body, label="tiles")


def turned(matrix: Matrix) -> Matrix:
    """Return the transpose."""
    return tuple(zip(*matrix, strict=True))


def sandwiched(b: Any, matrix: Matrix, elements: Sequence[Any]) -> list[Any]:
    """Return matrix @ x @ matrix.T for a square x, row after row."""
    count = len(matrix[0])
    columns = [times(b, matrix, elements[i::count]) for i in range(count)]
    return [x for row in zip(*columns, strict=True) for x in times(b, matrix, row)]


def times(b: Any, matrix: Matrix, xs: Sequence[Any]) -> list[Any]:
    """Return the product of a matrix and a vector of elements."""
    return [_weighted_sum(b, row, xs) for row in matrix]


def _weighted_sum(b: Any, weights: Sequence[float], xs: Sequence[Any]) -> Any:
    """Return the sum, beginning with what is not subtracted."""
    pairs = [(w, x) for w, x in zip(weights, xs, strict=True) if w]
    (weight, x), *rest = sorted(pairs, key=lambda pair: pair[0] < 0)
    total = x if weight > 0 else b.neg(x)
    total = _scaled(b, abs(weight), total)
    for weight, x in rest:
        part = _scaled(b, abs(weight), x)
        total = b.add(total, part) if weight > 0 else b.sub(total, part)
    return total


def _scaled(b: Any, weight: float, x: Any) -> Any:
    return x if weight == 1 else b.mul(b.number(weight, x.dtype), x)
