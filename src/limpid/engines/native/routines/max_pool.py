"""Max pooling: a reduction over window elements; its gradient follows the winner."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from itertools import product as every
from typing import Any

from limpid.engines.native.nest import Body, Nest
from limpid.engines.native.routines.conv import windows
from limpid.engines.native.sums import neutral
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.ops.max_pool import Pool


def surrounded(target: Target, x: View, op: Pool, number: float) -> View:
    """Return x surrounded by a number, as the window asks."""
    if not any(map(any, op.padding)):
        return x
    sizes = zip(x.shape[1:-1], op.padding, strict=True)
    shape = (x.shape[0], *(n + a + b for n, (a, b) in sizes), x.shape[-1])
    room = target.new_like(x, shape, x.dtype)
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


def scatter(node: Tensor, target: Target, loads: list[View], body: Body) -> None:
    """Add to each window's elements what the body gives for them.

    Windows that touch everything once are finished with what else the unit computes.
    Windows that overlap are walked one after the other.

    Args:
        node: Whose value is computed.
        target: Where it goes.
        loads: What the body reads: views of one element for each window.
        body: Gives the elements of a window, in row-major order.
    """
    op: Pool = node.op  # type: ignore[assignment]
    spatial = op.output_size(node.shape[1:-1], op.size)
    shape = (node.shape[0], *spatial, node.shape[-1])
    if not _covers(op, spatial, node.shape[1:-1]):
        _add_up(node, target, shape, loads, body)
        return
    extra, stores, whole = _finished(node, target, len(loads), body)
    accesses = tuple(v.all() for v in (*loads, *extra))
    places = tuple(v.all() for v in stores)
    label = target.label()
    target.add(Nest(shape, len(shape), accesses, places, whole, label=label))


def _add_up(
    node: Tensor, target: Target, shape: Shape, loads: list[View], body: Body
) -> None:
    """Add to the elements of windows that overlap, or leave some elements out."""
    op: Pool = node.op  # type: ignore[assignment]
    spatial = node.shape[1:-1]
    room = result = target.alone()
    if any(map(any, op.padding)):
        sizes = zip(spatial, op.padding, strict=True)
        wide = (node.shape[0], *(n + a + b for n, (a, b) in sizes), node.shape[-1])
        room = target.new(wide, str(node.dtype))
    target.fill(room, 0)
    parts = elements(room, op, shape[1:-1])
    reach = zip(op.size, op.strides, op.dilation, strict=True)
    apart = all(n <= s and d == 1 for n, s, d in reach)
    before = [] if apart else parts

    def added(b: Any, loaded: Sequence[Any]) -> list[Any]:
        new = body(b, loaded[len(before) :])
        pairs = zip(loaded, new, strict=False)
        return [b.add(x, y) for x, y in pairs] if before else list(new)

    accesses = tuple(v.all() for v in (*before, *loads))
    places = tuple(v.all() for v in parts)
    nest = Nest(shape, len(shape), accesses, places, added, label=target.label())
    target.add(replace(nest, sequential=not apart))
    if room is not result:
        target.copy(room.part(op.inside(spatial)), result)
    target.finish_after(result)


def _covers(op: Pool, windows: Shape, spatial: Shape) -> bool:
    """Tell whether each element lies in exactly one window."""
    axes = zip(op.size, op.strides, op.dilation, windows, spatial, strict=True)
    plain = not any(map(any, op.padding))
    return plain and all(
        size == stride and dilation == 1 and count * stride == whole
        for size, stride, dilation, count, whole in axes
    )


def _finished(
    node: Tensor, target: Target, count: int, body: Body
) -> tuple[list[View], list[View], Body]:
    """Return further loads, the stores, and a body that finishes each element.

    The loads and stores are views of one element for each window, those of the first
    window element first.
    """
    op: Pool = node.op  # type: ignore[assignment]
    expression, results = target.expression()
    spatial = op.output_size(node.shape[1:-1], op.size)

    def each(views: Sequence[View]) -> list[View]:
        columns = [elements(v.broadcast(node.shape), op, spatial) for v in views]
        return [v for row in zip(*columns, strict=True) for v in row]

    late = [target.view(x) for x in expression.inputs]

    def whole(b: Any, loaded: Sequence[Any]) -> list[Any]:
        rest = iter(loaded[count:])
        return [
            y
            for x in body(b, loaded[:count])
            for y in expression.body(b, [x, *islice(rest, len(late))])
        ]

    return each(late), each(results), whole


def max_pool_gradient(node: Tensor, target: Target) -> None:
    """Lower the gradient: each cotangent goes to its window's winner."""
    op: Pool = node.op  # type: ignore[assignment]
    g, y, x = node.inputs
    views, computed = target.source(g)
    seen = surrounded(target, target.view(x), op, neutral("max", str(x.dtype)))
    parts = elements(seen, op, y.shape[1:-1])

    def body(b: Any, loaded: Sequence[Any]) -> list[Any]:
        (cotangent,) = computed(b, loaded[: len(views)])
        largest, *values = loaded[len(views) :]
        # Times 0, not 0: a cotangent that is NaN is not lost where no element wins.
        zero = b.mul(cotangent, b.constant(0, cotangent))
        return [b.select(won, cotangent, zero) for won in winners(b, values, largest)]

    scatter(node, target, [*views, target.view(y), *parts], body)


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
