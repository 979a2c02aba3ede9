"""Which convolutions are computed by strips, and how many rows of results each has.

A strip is a few rows of results and the rows of inputs that they depend on. Over its
rows the kernel slides with fewer products (`toom_cook.py`); along the other
axes it slides as ever. So rows take small steps, and the other axes any.
"""

from math import inf

from limpid.engines.native.toom_cook import MOST_POINTS, ToomCook
from limpid.engines.native.traits import is_named
from limpid.engines.native.ways import (
    ADDITION,
    FEWEST_TILES,
    MOST_SUMS,
    by_tiles,
    count_parts,
    lanes,
    products_back,
)
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor
from limpid.ops.conv import Window

# Getting a vector into a strip or out of one takes as long as so many products.
TRANSFORM = 3
# Less than this is not worth the code.
WORTHWHILE = 1.3


def by_strips(node: Tensor) -> ToomCook | None:
    """Return how rows are computed, or None if they are not by strips."""
    op = node.op
    assert isinstance(op, Window)
    is_plain = {*op.strides[:1], *op.dilation[:1], op.groups} == {1}
    is_float = str(node.dtype) in {"float32", "float64"}
    if not (is_plain and is_float and node.size) or by_tiles(node):
        return None
    return _cheapest(node, *_parts_of(node))


def sum_parts(form: ToomCook, node: Tensor, g: Shape) -> int:
    """Return into how many parts a batch is cut for a kernel's gradient."""
    sums = form.points * product(node.shape[1:])
    tiles = g[0] * -(-g[1] // form.results) * product(g[2:-1])
    return count_parts(g[0], min(MOST_SUMS // sums, tiles // FEWEST_TILES))


def _parts_of(node: Tensor) -> tuple[Shape, Shape, Shape]:
    """Return the shapes of the input, the kernel and the result of the convolution."""
    first, second = (x.shape for x in node.inputs)
    if is_named(node, {"conv"}):
        return first, second, node.shape
    if is_named(node, {"conv_kernel"}):
        return first, node.shape, second
    return node.shape, second, first


def _cheapest(node: Tensor, x: Shape, kernel: Shape, y: Shape) -> ToomCook | None:
    """Return the number of rows that takes the least time, if that is little."""
    weights = kernel[0]
    forms = [ToomCook(m, weights) for m in range(2, MOST_POINTS - weights + 2)]
    if is_named(node, {"conv_kernel"}):
        forms = [form for form in forms if sum_parts(form, node, y)]
    if not forms or weights < 2 or not count_parts(x[0], x[0]):
        return None
    costs = {form: _cost(node, form, x, kernel, y) for form in forms}
    best = min(forms, key=lambda form: costs[form])
    return best if _direct(node, kernel, y) > WORTHWHILE * costs[best] else None


def _cost(node: Tensor, form: ToomCook, x: Shape, kernel: Shape, y: Shape) -> float:
    """Return the time that an example takes by strips, in products."""
    elements = product(x[2:]) + product(y[2:])
    places = product(y[2:-1]) * _products(node, kernel)
    each = form.points * (places + TRANSFORM * elements)
    return -(-y[1] // form.results) * each


def _products(node: Tensor, kernel: Shape) -> float:
    """Return the products of a place of a row with one row of the kernel."""
    *above, channels, filters = kernel[1:]
    if not is_named(node, {"conv_input"}):
        return product(tuple(above)) * channels * lanes(filters)
    if not above:
        return lanes(channels) * filters
    op = node.op
    assert isinstance(op, Window)
    *upper, row = above
    is_run = op.dilation[-1] == 1
    width = lanes(row * channels) * (filters + ADDITION)
    return product(tuple(upper)) * width if is_run else inf


def _direct(node: Tensor, kernel: Shape, y: Shape) -> float:
    """Return what an example takes at least without strips."""
    forth = product(y[1:-1]) * product(kernel)
    if not is_named(node, {"conv_input"}):
        return forth
    op = node.op
    assert isinstance(op, Window)
    *size, channels, filters = kernel
    slid = product(node.shape[1:-1]) * product(tuple(size)) * lanes(channels) * filters
    slid //= product(op.strides)
    return min(slid, products_back(op, y, kernel))
