"""A kernel's gradient from the winners of a max pool."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product as every
from typing import Any

from limpid.engines.native.nest import Nest, Through
from limpid.engines.native.routines.conv import padded, windows
from limpid.engines.native.routines.max_pool import elements, winners
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.engines.native.winners import WinnersKernel
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor


def winners_kernel(node: Tensor, target: Target) -> None:
    """Lower the sum over a pool's windows of cotangents times what the winners saw."""
    op: WinnersKernel = node.op  # type: ignore[assignment]
    x = padded(target, target.view(node.inputs[3]), op)
    every_window = windows(x, op.spatial(node), op.size, op.strides, op.dilation)
    strides = every_window.strides[1 : len(op.size) + 1]
    cotangents, places = _route(node, target, strides)
    seen = _first_of_each(every_window, op, cotangents.shape)
    _add_up(node, target, seen, cotangents, places)


def _route(node: Tensor, target: Target, strides: Shape) -> tuple[View, View]:
    """Return each window's cotangent, and how far its winner lies from its first.

    Args:
        node: Whose value is computed.
        target: Where it goes.
        strides: The distance, in elements, between what neighbors of the pool's saw.
    """
    g, y, z, _ = node.inputs
    pool = node.op.pool  # type: ignore[union-attr]
    views, computed = target.source(g)
    parts = elements(target.view(z), pool, y.shape[1:-1])
    steps = [s * d for s, d in zip(strides, pool.dilation, strict=True)]
    offsets = [
        sum(i * step for i, step in zip(position, steps, strict=True))
        for position in every(*map(range, pool.size))
    ]

    def body(b: Any, loaded: Sequence[Any]) -> list[Any]:
        (cotangent,) = computed(b, loaded[: len(views)])
        largest, *values = loaded[len(views) :]
        # Times 0, not 0: a cotangent that is NaN is not lost where no element wins.
        routed = b.mul(cotangent, b.constant(0, cotangent))
        place = b.number(0, "int32")
        for won, offset in zip(winners(b, values, largest), offsets, strict=True):
            routed = b.select(won, cotangent, routed)
            place = b.select(won, b.number(offset, "int32"), place)
        return [routed, place]

    largest = target.view(y)
    kinds = str(g.dtype), "int32"
    routed, places = (target.new_like(largest, y.shape, kind) for kind in kinds)
    loads = tuple(v.all() for v in (*views, largest, *parts))
    stores = routed.all(), places.all()
    target.add(Nest(y.shape, len(y.shape), loads, stores, body, label=target.label()))
    return routed, places


def _first_of_each(seen: View, op: WinnersKernel, pooled: Shape) -> View:
    """Return what the first element of each of the pool's windows saw."""
    ndim = len(op.size)
    assert op.pool is not None
    batch, *inner = seen.strides
    pairs = zip(inner, op.pool.strides, strict=False)
    strides = (batch, *(s * n for s, n in pairs), *inner[ndim:])
    shape = (*pooled[:-1], *seen.shape[ndim + 1 :])
    return replace(seen, shape=shape, strides=strides)


def _add_up(
    node: Tensor, target: Target, seen: View, cotangents: View, places: View
) -> None:
    """Sum over all windows; a row of the kernel and its channels are the lanes."""
    *size, channels, filters = node.shape
    ndim = len(size)
    room = target.new((filters, *size, channels), str(node.dtype))
    windows, within = (
        cotangents.outermost_first(ndim + 1),
        range(ndim + 1, 2 * ndim + 2),
    )
    along = (ndim + 1, *(None for _ in within), *windows)
    kept = (None, *within, *windows)
    # Axes: filters, *size, channels | batch, *spatial
    index = Through(places.access(*along), 1, 1, is_trusted=True)
    target.add(
        Nest(
            (*room.shape, *(cotangents.shape[i] for i in windows)),
            ndim + 2,
            (replace(seen.access(*kept), through=index), cotangents.access(*along)),
            (room.access(*range(ndim + 2), *(None for _ in windows)),),
            body=lambda b, v: [b.mul(*v)],
            reduction="sum",
            accumulator=str(node.dtype),
            product=True,
            label=target.label(),
        )
    )
    target.conclude(room.transposed((*range(1, ndim + 2), 0)))
