"""Max pooling: a reduction over window elements; its gradient follows the winner."""

from collections.abc import Sequence
from itertools import product as every
from typing import Any

from limpid.engines.native.lowering import Target
from limpid.engines.native.nest import Nest
from limpid.engines.native.routines.conv import windows
from limpid.engines.native.tiling import neutral
from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor
from limpid.ops.max_pool import Pool


def surrounded(target: Target, x: View, op: Pool, number: float) -> View:
    """Return x surrounded by a number, as the window asks."""
    if not any(map(any, op.padding)):
        return x
    sizes = zip(x.shape[1:-1], op.padding, strict=True)
    room = target.new(
        (x.shape[0], *(n + a + b for n, (a, b) in sizes), x.shape[-1]), x.dtype
    )
    target.fill(room, number)
    target.copy(x, room.part(op.inside(x.shape[1:-1])))
    return room


def pool(node: Tensor, target: Target, reduction: str) -> None:
    """Lower a reduction over the elements of each window."""
    op: Pool = node.op  # type: ignore[assignment]
    (x,) = (target.view(v) for v in node.inputs)
    room = surrounded(target, x, op, neutral(reduction, x.dtype))
    seen = windows(room, node.shape[1:-1], op.size, op.strides, op.dilation)
    ndim = len(op.size)
    outer, within = range(ndim + 1), range(ndim + 1, 2 * ndim + 1)
    last = 2 * ndim + 1

    def store(view: View):  # type: ignore[no-untyped-def] # noqa: ANN202
        return view.access(*range(ndim + 2), *(None for _ in within))

    target.add(
        Nest(
            (*node.shape, *op.size),
            ndim + 2,
            (seen.access(*outer, last, *within),),
            body=lambda _, v: v,
            reduction=reduction,
            accumulator=str(node.dtype),
            label=target.label(),
            **target.finish(store),
        )
    )


def max_pool(node: Tensor, target: Target) -> None:
    """Lower max pooling."""
    pool(node, target, "max")


def elements(view: View, op: Pool, spatial: tuple[int, ...]) -> list[View]:
    """Return, for each window element, a view of it in every window."""
    seen = windows(view, spatial, op.size, op.strides, op.dilation)
    ndim = len(op.size)
    whole = (slice(None),) * (ndim + 1)
    return [seen.part((*whole, *position)) for position in every(*map(range, op.size))]


def winners(b: Any, parts: Sequence[Any], largest: Any) -> list[Any]:
    """Return, for each window element, whether it is the first to equal the largest."""
    free, won = b.compare(largest, largest, "=="), []
    for part in parts:
        here = b.bit_and(b.compare(part, largest, "=="), free)
        free = b.bit_xor(free, here)
        won.append(here)
    return won


def scatter(
    target: Target, op: Pool, into: View, loads: list[View], shape: Any, body: Any
) -> None:
    """Add to each window's elements what the body gives for them.

    Windows that overlap are walked one after the other.
    """
    reach = zip(op.size, op.strides, op.dilation, strict=True)
    apart = all(n <= s and d == 1 for n, s, d in reach)
    parts = elements(into, op, shape[1:-1])
    exact = all(
        n == s and count * s == whole
        for n, s, count, whole in zip(
            op.size, op.strides, shape[1:-1], into.shape[1:-1], strict=True
        )
    )
    if not (apart and exact):
        target.fill(into, 0)
    before = [] if apart else parts

    def added(b: Any, loaded: Sequence[Any]) -> list[Any]:
        new = body(b, loaded[len(before) :])
        return (
            [b.add(x, y) for x, y in zip(loaded, new, strict=False)] if before else new
        )

    target.add(
        Nest(
            tuple(shape),
            len(shape),
            tuple(v.all() for v in (*before, *loads)),
            tuple(v.all() for v in parts),
            added,
            sequential=not apart,
            label=target.label(),
        )
    )


def inside(target: Target, node: Tensor, op: Pool) -> tuple[View, View]:
    """Return room for the result with padding around it, and the result inside."""
    result = target.result()
    if not any(map(any, op.padding)):
        return result, result
    sizes = zip(node.shape[1:-1], op.padding, strict=True)
    shape = (node.shape[0], *(n + a + b for n, (a, b) in sizes), node.shape[-1])
    return target.new(shape, str(node.dtype)), result


def max_pool_gradient(node: Tensor, target: Target) -> None:
    """Lower the gradient: each cotangent goes to its window's winner."""
    op: Pool = node.op  # type: ignore[assignment]
    g, y, x = (target.view(v) for v in node.inputs)
    room, result = inside(target, node, op)
    seen = surrounded(target, x, op, neutral("max", x.dtype))
    parts = elements(seen, op, y.shape[1:-1])

    def body(b: Any, loaded: Sequence[Any]) -> list[Any]:
        cotangent, largest, *values = loaded
        # Times 0, not 0: a cotangent that is NaN is not lost where no element wins.
        zero = b.mul(cotangent, b.constant(0, cotangent))
        return [b.select(won, cotangent, zero) for won in winners(b, values, largest)]

    scatter(target, op, room, [g, y, *parts], y.shape, body)
    if room is not result:
        target.copy(room.part(op.inside(node.shape[1:-1])), result)


def max_pool_gather(node: Tensor, target: Target) -> None:
    """Lower the gradient's gradient: each window's winner is picked."""
    op: Pool = node.op  # type: ignore[assignment]
    v, y, x = (target.view(t) for t in node.inputs)
    spatial = y.shape[1:-1]
    values = elements(surrounded(target, v, op, 0), op, spatial)
    parts = elements(surrounded(target, x, op, neutral("max", x.dtype)), op, spatial)

    def body(b: Any, loaded: Sequence[Any]) -> list[Any]:
        largest, *rest = loaded
        picked, seen = rest[: len(values)], rest[len(values) :]
        total = b.constant(0, picked[0])
        for value, won in zip(picked, winners(b, seen, largest), strict=True):
            total = b.add(total, b.select(won, value, b.constant(0, value)))
        return [total]

    result = target.result()
    loads = tuple(w.all() for w in (y, *values, *parts))
    target.add(
        Nest(y.shape, len(y.shape), loads, (result.all(),), body, label=target.label())
    )
