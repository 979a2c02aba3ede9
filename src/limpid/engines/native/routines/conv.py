"""Convolution and its two gradients: matrix products whose rows are windows."""

from typing import Any

from limpid.engines.native.layout import pays
from limpid.engines.native.nest import Nest
from limpid.engines.native.routines import strips, winograd
from limpid.engines.native.routines.phases import Phases
from limpid.engines.native.strip_ways import by_strips
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.engines.native.ways import by_phases, by_tiles, pads_back, spreads_back
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.ops.conv import Conv, ConvInput, Window


def padded(target: Target, x: View, op: Window, *, batch_last: bool = False) -> View:
    """Return x surrounded by zeros, as the window asks, in a layout."""
    is_padded = any(map(any, op.padding))
    if not is_padded and x.is_batch_last == batch_last:
        return x
    sizes = zip(x.shape[1:-1], op.padding, strict=True)
    room = target.new(
        (x.shape[0], *(n + a + b for n, (a, b) in sizes), x.shape[-1]), x.dtype
    )
    room = room.batch_last() if batch_last else room
    if is_padded:
        target.fill(room, 0)
    target.copy(x, room.part(op.inside(x.shape[1:-1])))
    return room


def windows(
    x: View, spatial: Shape, size: Shape, strides: Shape, dilation: Shape
) -> View:
    """Return x (batch, *spatial, channels) as (batch, *windows, *size, channels)."""
    inner = x.strides[1:-1]
    moved = tuple(s * n for s, n in zip(inner, strides, strict=True))
    within = tuple(s * n for s, n in zip(inner, dilation, strict=True))
    return View(
        x.buffer,
        x.dtype,
        (x.shape[0], *spatial, *size, x.shape[-1]),
        (x.strides[0], *moved, *within, x.strides[-1]),
        x.offset,
    )


def slide(node: Tensor, target: Target, x: View, kernel: View, groups: int) -> None:
    """Lower the sum over window elements and channels of windows times kernel.

    Args:
        node: Whose value it is: (batch, *spatial, groups * filters).
        target: Where it goes.
        x: Windows (batch, *spatial, *size, groups, channels).
        kernel: (*size, channels, groups, filters).
        groups: How many.
    """
    target.add(sliding(node, target, x, kernel, ending(node, target, groups)))


def ending(node: Tensor, target: Target, groups: int) -> dict[str, Any]:
    """Return how a nest over (batch, *spatial, groups, filters | …) ends."""
    ndim = len(node.shape) - 2
    axes = range(ndim + 3)
    reduced = (None,) * (ndim + 1)
    return target.finish(lambda v: v.divided(ndim + 1, groups).access(*axes, *reduced))


def sliding(
    node: Tensor, target: Target, x: View, kernel: View, end: dict[str, Any]
) -> Nest:
    """Return the nest that `slide` lowers to, with an ending."""
    ndim = len(node.shape) - 2
    out = range(ndim + 1)
    within = range(ndim + 1, 2 * ndim + 1)
    group, channel = 2 * ndim + 1, 2 * ndim + 2
    size = range(ndim)
    spread = [None] * (ndim + 1)
    # Filters last among the kept: their results lie side by side.
    loads = (
        x.access(*out, group, None, *within, channel),
        kernel.access(*spread, ndim + 1, ndim + 2, *size, ndim),
    )
    reduced = (*kernel.shape[:ndim], kernel.shape[ndim])
    return Nest(
        (*x.shape[: ndim + 1], *kernel.shape[ndim + 1 :], *reduced),
        ndim + 3,
        loads,
        body=lambda b, v: [b.mul(*v)],
        reduction="sum",
        accumulator=str(node.dtype),
        product=True,
        label=target.label(),
        **end,
    )


def conv(node: Tensor, target: Target) -> None:
    """Lower a convolution."""
    op: Window = node.op  # type: ignore[assignment]
    x, kernel = (target.view(v) for v in node.inputs)
    if by_tiles(node):
        winograd.convolve(node, target, x, kernel, op.padding)
        return
    if form := by_strips(node):
        strips.convolve(node, target, form)
        return
    size = kernel.shape[:-2]
    room = padded(target, x, op, batch_last=pays(node))
    seen = windows(room, node.shape[1:-1], size, op.strides, op.dilation)
    cut = seen.divided(len(seen.shape) - 1, op.groups)
    slide(node, target, cut, kernel.divided(len(size) + 1, op.groups), op.groups)


def conv_input(node: Tensor, target: Target) -> None:
    """Lower the gradient by the input."""
    g, kernel = (target.view(v) for v in node.inputs)
    if form := by_strips(node):
        strips.input_gradient(node, target, form)
    elif spreads_back(node):
        _spread_back(node, target, g, kernel)
    elif by_tiles(node):
        swapped = flipped(kernel).transposed((*range(len(kernel.shape) - 2), -1, -2))
        packed = target.new(swapped.shape, swapped.dtype)
        target.copy(swapped, packed)
        winograd.convolve(node, target, g, packed, pads_back(node))
    elif by_phases(node):
        _by_phases(node, target, g, kernel)
    else:
        _slide_back(node, target, g, kernel)


def flipped(kernel: View) -> View:
    """Return the kernel from its last element to its first."""
    return kernel.part((slice(None, None, -1),) * (len(kernel.shape) - 2))


def _slide_back(node: Tensor, target: Target, g: View, kernel: View) -> None:
    """Lower the flipped kernel sliding over g, spread out."""
    op: ConvInput = node.op  # type: ignore[assignment]
    size = kernel.shape[:-2]
    reach = [(k - 1) * d for k, d in zip(size, op.dilation, strict=True)]
    spread = _spread(target, g, op, reach)
    seen = windows(spread, op.size, size, (1,) * len(size), op.dilation)
    cut = seen.divided(len(seen.shape) - 1, op.groups)
    slide(node, target, cut, _packed(target, flipped(kernel), op.groups), op.groups)


def _by_phases(node: Tensor, target: Target, g: View, kernel: View) -> None:
    """Lower a convolution of g for each phase of the strides."""
    op: ConvInput = node.op  # type: ignore[assignment]
    found = Phases(op, kernel.shape[:-2])
    border = found.border(g.shape[1:-1])
    ones = (1,) * len(border)
    room = padded(target, g, Conv(ones, tuple(border), ones))
    end = ending(node, target, op.groups)
    for chosen in found.all():
        seen = found.windows(room, border, chosen)
        cut = seen.divided(len(seen.shape) - 1, op.groups)
        packed = _packed(target, found.taps(kernel, chosen), op.groups)
        own = found.ending(end, chosen)
        target.add(sliding(node, target, cut, packed, own))


def _packed(target: Target, kernel: View, groups: int) -> View:
    """Return a kernel's copy with inputs and outputs exchanged, cut into groups.

    Shapes: (*size, channels, groups * filters) to (*size, filters, groups, channels).
    """
    ndim = len(kernel.shape) - 2
    cut = kernel.divided(ndim + 1, groups)
    turned = cut.transposed((*range(ndim), ndim + 2, ndim + 1, ndim))
    packed = target.new(turned.shape, turned.dtype)
    target.copy(turned, packed)
    return packed


def _spread_back(node: Tensor, target: Target, g: View, kernel: View) -> None:
    """Lower g times the kernel, each product added to its window of the input.

    No product is with a zero, as it is where windows reach beyond g. And a row of the
    window (its last axis and the channels, which lie side by side) fills vectors that
    few channels alone would leave half empty.
    """
    op: Window = node.op  # type: ignore[assignment]
    is_padded = any(map(any, op.padding))
    if target.unit.members or is_padded:
        sizes = zip(node.shape[1:-1], op.padding, strict=True)
        shape = (node.shape[0], *(n + a + b for n, (a, b) in sizes), node.shape[-1])
        room = target.new(shape, str(node.dtype))
    else:
        room = target.result()
    target.fill(room, 0)
    *size, channels, filters = kernel.shape
    ndim = len(size)
    # (*size, channels, filters) to (*size, filters, channels), a row of it to lanes.
    order = (*range(ndim - 1), ndim + 1, ndim - 1, ndim)
    packed = target.new(tuple(kernel.shape[i] for i in order), kernel.dtype)
    target.copy(kernel.transposed(order), packed)
    flat = packed.reshaped((*size[:-1], filters, size[-1] * channels))
    seen = windows(room, g.shape[1:-1], tuple(size), op.strides, op.dilation)
    strides = (*seen.strides[: 2 * ndim], 1)
    row = View(
        seen.buffer,
        seen.dtype,
        (*seen.shape[: 2 * ndim], size[-1] * channels),
        strides,
        seen.offset,
    )
    assert flat is not None
    above = range(ndim + 1, 2 * ndim)
    # Axes: batch, the upper window axes, *spatial, row | filters
    axes = (0, *above, *range(1, ndim + 1), 2 * ndim, None)
    place = row.access(*axes)
    target.add(
        Nest(
            (g.shape[0], *size[:-1], *g.shape[1:-1], size[-1] * channels, filters),
            2 * ndim + 1,
            (
                g.access(
                    0, *(None for _ in above), *range(1, ndim + 1), None, ndim + 1
                ),
                flat.access(
                    None, *range(ndim - 1), *(None for _ in range(ndim)), ndim, ndim - 1
                ),
            ),
            (place,),
            lambda b, v: [b.mul(*v)],
            "sum",
            str(node.dtype),
            product=True,
            late_loads=(place,),
            finish=lambda b, v: [b.add(*v)],
            sequential=True,
            label=target.label(),
        )
    )
    if target.unit.members or is_padded:
        target.conclude(room.part(op.inside(node.shape[1:-1])))


def _spread(target: Target, g: View, op, reach) -> View:  # type: ignore[no-untyped-def] # noqa: ANN001
    """Return g with zeros between its elements (one stride apart) and around them."""
    room = target.new(
        (
            g.shape[0],
            *(n + r for n, r in zip(op.size, reach, strict=True)),
            g.shape[-1],
        ),
        g.dtype,
    )
    target.fill(room, 0)
    inside, used = [slice(None)], [slice(None)]
    for n, s, r, (before, _), size in zip(
        g.shape[1:-1], op.strides, reach, op.padding, room.shape[1:-1], strict=True
    ):
        start = r - before
        first = max(0, -(start // s)) if start < 0 else 0
        count = min(n, -(-(size - start) // s))
        inside.append(slice(start + first * s, start + (count - 1) * s + 1, s))
        used.append(slice(first, count))
    target.copy(g.part(tuple(used)), room.part(tuple(inside)))
    return room


def conv_kernel(node: Tensor, target: Target) -> None:
    """Lower the gradient by the kernel: windows times g, summed over all windows."""
    op: Window = node.op  # type: ignore[assignment]
    x, g = (target.view(v) for v in node.inputs)
    size = node.shape[:-2]
    ndim, groups = len(size), op.groups
    if by_tiles(node):
        winograd.kernel_gradient(node, target, x, g, op)
        return
    if form := by_strips(node):
        strips.kernel_gradient(node, target, form)
        return
    room = padded(target, x, op, batch_last=g.is_batch_last)
    seen = windows(room, g.shape[1:-1], size, op.strides, op.dilation)
    seen = seen.divided(len(seen.shape) - 1, groups)
    cut = g.divided(ndim + 1, groups)
    outer = g.outermost_first(ndim + 1)
    within = range(ndim + 1, 2 * ndim + 1)

    def store(view: View):  # type: ignore[no-untyped-def] # noqa: ANN202
        spread = view.divided(ndim + 1, groups)
        axes = (*range(ndim), ndim, ndim + 1, ndim + 2)
        return spread.access(*axes, *(None for _ in outer))

    # Axes: *size, channels, groups, filters | batch, *spatial
    target.add(
        Nest(
            (
                *(*size, seen.shape[-1], groups, cut.shape[-1]),
                *(g.shape[i] for i in outer),
            ),
            ndim + 3,
            (
                seen.access(*within, 2 * ndim + 2, 2 * ndim + 1, None, *outer),
                cut.access(*(None for _ in size), None, ndim + 1, ndim + 2, *outer),
            ),
            body=lambda b, v: [b.mul(*v)],
            reduction="sum",
            accumulator=str(node.dtype),
            product=True,
            label=target.label(),
            **target.finish(store),
        )
    )
