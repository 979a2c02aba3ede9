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
from itertools import product as every
from typing import Any

from limpid.engines.native.nest import Nest
from limpid.engines.native.routines.winograd_tiles import (
    Stretch,
    Tiles,
    by_tile,
    cells,
    stretches,
    tiled,
)
from limpid.engines.native.slicing import of_parts
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.engines.native.ways import SPAN, TILE, count_parts, kernel_parts
from limpid.graph.tensor import Tensor
from limpid.ops.conv import Pads, Window

# From x, kernel and the products' sums to what is multiplied, multiplied, and added up.
OF_INPUT = ((1, 0, -1, 0), (0, 1, 1, 0), (0, -1, 1, 0), (0, 1, 0, -1))
OF_KERNEL = ((1, 0, 0), (0.5, 0.5, 0.5), (0.5, -0.5, 0.5), (0, 0, 1))
OF_RESULT = ((1, 1, 1, 0), (0, 1, -1, -1))
Matrix = Sequence[Sequence[float]]


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
    inputs, sums = _transformed_inputs(tiles, x, padding), tiles.room(filters)
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
    for rows, columns in every(*map(stretches, node.shape[1:-1])):
        tiles.slices.add(_finished(target, tiles, sums, rows, columns))
    tiles.slices.end()


def _transformed_inputs(tiles: Tiles, x: View, padding: Pads) -> View:
    """Transform the tiles' inputs; return where they are."""
    result = tiles.room(x.shape[-1])
    tiles.slices.add(transform(OF_INPUT, tiles.inputs(x, padding), by_tile(result)))
    return result


def _finished(
    target: Target, tiles: Tiles, sums: View, rows: Stretch, columns: Stretch
) -> Nest:
    """Return the nest from sums of products to results, and what the unit makes of."""
    expression, results = target.expression()
    assert target.unit.head is not None
    shape = target.unit.head.shape
    late = [target.view(x).broadcast(shape) for x in expression.inputs]
    chosen = [i * TILE + j for i in range(rows.depth) for j in range(columns.depth)]

    def body(b: Any, values: Sequence[Any]) -> list[Any]:
        found = sandwiched(b, OF_RESULT, values[: SPAN**2])
        others = values[SPAN**2 :]
        return [
            element
            for i, cell in enumerate(chosen)
            for element in expression.body(b, [found[cell], *others[i :: len(chosen)]])
        ]

    def seen(view: View) -> list[View]:
        place = (..., rows.results, columns.results, slice(None))
        return cells(
            tiled(tiles.slices.of(view).part(place), rows.tiles, columns.tiles)
        )

    place = (..., rows.place, columns.place, *[slice(None)] * 3)
    summed = cells(by_tile(sums).part(place))
    read = [v for view in late for v in seen(view)]
    written = zip(*map(seen, results), strict=True)
    loads = tuple(v.all() for v in (*summed, *read))
    stores = tuple(v.all() for cell in written for v in cell)
    return Nest(summed[0].shape, len(summed[0].shape), loads, stores, body)


def kernel_gradient(node: Tensor, target: Target, x: View, g: View, op: Window) -> None:
    """Lower the gradient by a 3 x 3 kernel, by tiles.

    Args:
        node: Whose value it is: (3, 3, channels, filters).
        target: Where it goes.
        x: (batch, *spatial, channels).
        g: (batch, *spatial, filters).
        op: How windows lie.
    """
    tiles = Tiles(target, x, g.shape, kernel_parts(x.shape, g.shape))
    inputs = _transformed_inputs(tiles, x, op.padding)
    outputs = tiles.room(g.shape[-1])
    spread = transform(turned(OF_RESULT), tiles.results(g), by_tile(outputs))
    tiles.slices.add(spread)
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
