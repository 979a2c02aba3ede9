"""Convolution with fewer products along rows: by transformed strips.

A strip is a few rows of results and the rows of inputs that they depend on. Rows are
transformed as numbers are (`toom_cook.py`): whole vectors of columns and channels at
once, however few channels there are. What remains is, for each point, a convolution
along the other axes alone. Rows of zeros above and below are not read but left out.

As with square tiles (`winograd.py`), a few pictures take their turn in the near caches.

Axes of views: part, round, point and strip come first; then places of a row, elements
of the window along a row, channels.
"""

from dataclasses import replace

from limpid.engines.native.expression import filling
from limpid.engines.native.nest import Access, Nest
from limpid.engines.native.routines.strip_ending import Ending
from limpid.engines.native.routines.strip_rows import Strips
from limpid.engines.native.slicing import of_parts
from limpid.engines.native.strip_ways import sum_parts
from limpid.engines.native.target import Target
from limpid.engines.native.toom_cook import Matrix, ToomCook, times, turned
from limpid.engines.native.view import View
from limpid.engines.native.ways import count_parts
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.ops.conv import Window

# The axes before those of a row.
FIRST = 4


def convolve(node: Tensor, target: Target, form: ToomCook) -> None:
    """Lower a convolution."""
    x, kernel = (target.view(v) for v in node.inputs)
    parts = count_parts(x.shape[0], x.shape[0])
    strips = Strips(target, form, x.shape, node.shape, x.dtype, parts)
    seen = _windows(_inputs(strips, x, node), node, node.shape, kernel.shape)
    weights = _weights(target, form, kernel)
    sums = strips.room(node.shape[2:])
    count = len(kernel.shape) - 3
    places, window, channel = _axes(count)
    # Axes: part, round, point, strip, *places, filter | *window, channel
    nest = _products(
        (*sums.shape, *kernel.shape[1:-1]),
        len(sums.shape),
        seen.access(*range(FIRST), *places, None, *window, channel),
        weights.access(
            *(None, None, 0, None), *[None] * count, -1, *range(1, count + 2)
        ),
        sums.access(*range(len(sums.shape)), *[None] * (count + 1)),
    )
    strips.slices.add(nest)
    ending = Ending(target)
    strips.collect(form.of_result, sums, ending, 0)
    strips.slices.end()
    ending.conclude()


def input_gradient(node: Tensor, target: Target, form: ToomCook) -> None:
    """Lower the gradient by the input: products are added to where they belong."""
    op: Window = node.op  # type: ignore[assignment]
    g, kernel = (target.view(v) for v in node.inputs)
    parts = count_parts(g.shape[0], g.shape[0])
    strips = Strips(target, form, node.shape, g.shape, g.dtype, parts)
    spread = _results(strips, g)
    weights = _weights(target, form, kernel)
    sums = strips.room(_padded(node.shape[2:], op))
    if node.shape[2:-1]:
        strips.slices.add(filling(sums, 0))
        strips.slices.add(_additions(target, node, spread, weights, sums))
    else:
        packed = _packed(target, weights, (0, 2, 1))
        # Axes: part, round, point, strip, channel | filter
        nest = _products(
            (*sums.shape, g.shape[-1]),
            len(sums.shape),
            spread.access(*range(FIRST), None, FIRST),
            packed.access(None, None, 0, None, 2, 1),
            sums.access(*range(FIRST + 1), None),
        )
        strips.slices.add(nest)
    ending = Ending(target)
    inside = _inside(sums, node.shape, op)
    strips.collect(turned(form.of_input), inside, ending, op.padding[0][0])
    strips.slices.end()
    ending.conclude()


def _additions(
    target: Target, node: Tensor, spread: View, weights: View, sums: View
) -> Nest:
    """Return the nest that adds each cotangent times the kernel to a window of a row.

    The window's last axis and the channels lie side by side: together they are lanes.
    """
    g, kernel = (x.shape for x in node.inputs)
    *upper, row, channels, filters = kernel[1:]
    count = len(upper) + 1
    places, window, channel = _axes(count)
    seen = _windows(sums, node, g, kernel)
    lanes = replace(
        seen,
        shape=(*seen.shape[: channel - 1], row * channels),
        strides=(*seen.strides[: channel - 1], 1),
    )
    above = range(1, count)
    packed = _packed(target, weights, (0, *above, count + 2, count, count + 1))
    flat = packed.reshaped((*packed.shape[:-2], row * channels))
    assert flat is not None
    # Axes: part, round, strip, point, *upper window, *places, lane | filter
    order = (0, 1, 3, 2, *window[:-1], *places, channel - 1)
    place = lanes.access(*order, None)
    nest = _products(
        (*(lanes.shape[i] for i in order), filters),
        len(order),
        spread.access(0, 1, 3, 2, *[None] * len(upper), *places, None, -1),
        flat.access(None, None, None, 0, *above, *[None] * count, -1, count),
        place,
    )
    return replace(_added(nest), sequential=True)


def kernel_gradient(node: Tensor, target: Target, form: ToomCook) -> None:
    """Lower the gradient by the kernel."""
    x, g = (target.view(v) for v in node.inputs)
    parts = sum_parts(form, node, g.shape)
    strips = Strips(target, form, x.shape, g.shape, g.dtype, parts)
    room, spread = _inputs(strips, x, node), _results(strips, g)
    sums = strips.slices.sums((form.points, *node.shape[1:]), g.dtype)
    seen = _windows(room, node, g.shape, node.shape)
    count = len(node.shape) - 3
    places, window, channel = _axes(count)
    # Axes: part, round, point, *window, channel, filter | strip, *places
    nest = _products(
        (*sums.shape, seen.shape[3], *g.shape[2:-1]),
        len(sums.shape),
        seen.access(0, 1, 2, *window, channel, None, 3, *places),
        spread.access(0, 1, 2, *[None] * (count + 1), -1, 3, *places),
        sums.access(*range(len(sums.shape)), *[None] * (count + 1)),
    )
    strips.slices.add(_added(nest))
    strips.slices.end()
    total = _total(target, of_parts(sums))
    result = target.alone()
    _transform(target, turned(form.of_kernel), total, result)
    target.finish_after(result)


def _axes(count: int) -> tuple[range, range, int]:
    """Return the axes of places, of the window, and of channels, in a row's windows."""
    window = FIRST + count
    return range(FIRST, window), range(window, window + count), window + count


def _windows(room: View, node: Tensor, y: Shape, kernel: Shape) -> View:
    """Return (…, *row, channels) as (…, *places, *window, channels)."""
    op: Window = node.op  # type: ignore[assignment]
    inner = room.strides[FIRST:-1]
    steps = [s * n for s, n in zip(inner, op.strides[1:], strict=True)]
    within = [s * n for s, n in zip(inner, op.dilation[1:], strict=True)]
    return replace(
        room,
        shape=(*room.shape[:FIRST], *y[2:-1], *kernel[1:-2], room.shape[-1]),
        strides=(*room.strides[:FIRST], *steps, *within, room.strides[-1]),
    )


def _padded(row: Shape, op: Window) -> Shape:
    """Return the shape of a row (*places, channels) with zeros at both ends."""
    *sizes, channels = row
    pads = zip(sizes, op.padding[1:], strict=True)
    return (*(n + a + b for n, (a, b) in pads), channels)


def _inside(room: View, shape: Shape, op: Window) -> View:
    """Return the part of padded rows that holds (batch, rows, *places, channels)."""
    pads = zip(shape[2:-1], op.padding[1:], strict=True)
    return room.part((..., *(slice(a, a + n) for n, (a, _) in pads), slice(None)))


def _inputs(strips: Strips, x: View, node: Tensor) -> View:
    """Transform the rows that the kernel slides over; return where they are."""
    op: Window = node.op  # type: ignore[assignment]
    x = _row_major(strips.target, x)
    room = strips.room(_padded(x.shape[2:], op))
    if any(map(any, op.padding[1:])):
        strips.slices.empty(room)
    inside = _inside(room, x.shape, op)
    strips.spread(strips.form.of_input, x, inside, op.padding[0][0])
    return room


def _results(strips: Strips, g: View) -> View:
    """Transform the rows of cotangents; return where they are."""
    g = _row_major(strips.target, g)
    room = strips.room(g.shape[2:])
    strips.spread(turned(strips.form.of_result), g, room)
    return room


def _row_major(target: Target, x: View) -> View:
    """Return x with channels side by side: itself, or a copy that others use, too."""
    if not x.is_batch_last:
        return x
    known = target.places.panels
    if x not in known:
        known[x] = target.new(x.shape, x.dtype)
        target.copy(x, known[x])
    return known[x]


def _weights(target: Target, form: ToomCook, kernel: View) -> View:
    """Transform the kernel; return (points, *window, channels, filters)."""
    weights = target.new((form.points, *kernel.shape[1:]), kernel.dtype)
    _transform(target, form.of_kernel, kernel, weights)
    return weights


def _transform(target: Target, matrix: Matrix, source: View, result: View) -> None:
    """Multiply by a matrix along the first axis."""
    loads, stores = (
        tuple(v.part(i).all() for i in range(v.shape[0])) for v in (source, result)
    )
    shape = result.shape[1:]
    nest = Nest(shape, len(shape), loads, stores, lambda b, xs: times(b, matrix, xs))
    target.add(replace(nest, label=target.label()))


def _packed(target: Target, weights: View, order: Shape) -> View:
    """Return a copy with its axes in another order."""
    wanted = weights.transposed(order)
    packed = target.new(wanted.shape, wanted.dtype)
    target.copy(wanted, packed)
    return packed


def _products(sizes: Shape, kept: int, x: Access, y: Access, place: Access) -> Nest:
    """Return the nest that adds up products along all but the kept axes."""
    return Nest(
        sizes,
        kept,
        (x, y),
        (place,),
        lambda b, v: [b.mul(*v)],
        "sum",
        place.dtype,
        product=True,
        label="strips",
    )


def _added(nest: Nest) -> Nest:
    """Return the nest that adds to what is stored already."""
    return replace(nest, late_loads=nest.stores, finish=lambda b, v: [b.add(*v)])


def _total(target: Target, sums: View) -> View:
    """Add up what the parts have; return where the total is."""
    total = target.new(sums.shape[1:], sums.dtype)
    axes = range(1, len(sums.shape))
    nest = Nest(
        (*total.shape, sums.shape[0]),
        len(total.shape),
        (sums.access(*axes, 0),),
        (total.access(*range(len(total.shape)), None),),
        lambda _, loaded: loaded,
        "sum",
        total.dtype,
        label=target.label(),
    )
    target.add(nest)
    return total
