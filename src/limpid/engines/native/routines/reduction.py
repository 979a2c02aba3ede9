"""What reductions over axes share."""

from collections.abc import Callable, Sequence
from typing import Any

from limpid.engines.native.lowering import Target
from limpid.engines.native.nest import Access, Nest
from limpid.engines.native.view import View
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor

# Reductions of fewer elements than this are done by one thread at once.
MANY = 16384
# So many results are enough to share among threads.
FEW = 256
# For so many elements taken in, one partial result is worth its room.
EACH = 16
# Results side by side that fill vectors.
ENOUGH_LANES = 16


def reduce(node: Tensor, target: Target, reduction: str, accumulator: str) -> None:
    """Lower a reduction of one tensor over some of its axes.

    With few results of many elements, partial results come first: each thread has its
    own to compute, and they are as many whatever the number of threads.
    """
    (x,) = node.inputs
    axes: tuple[int, ...] = node.op.axes  # type: ignore[union-attr]
    views, body = target.source(x)
    whole = tuple(range(len(x.shape)))
    kept = tuple(i for i in whole if i not in axes)
    common: dict[str, Any] = {"reduction": reduction, "accumulator": accumulator}
    common["label"] = target.label()
    early = partial_axes(x.shape, kept)
    if early:
        room = target.new(tuple(x.shape[i] for i in early), accumulator)
        order = (*early, *(i for i in whole if i not in early))
        sizes = tuple(x.shape[i] for i in order)
        loads = tuple(v.access(*order) for v in views)
        place = room.access(*(early.index(i) if i in early else None for i in order))
        target.add(Nest(sizes, len(early), loads, (place,), body, **common))
        views, body, whole = [room], lambda _, loaded: loaded, early
    order = (*kept, *(i for i in whole if i not in kept))

    def store(view: View):  # type: ignore[no-untyped-def] # noqa: ANN202
        late = (None for _ in order[len(kept) :])
        if len(view.shape) == len(x.shape):
            return view.access(*kept, *late)
        return view.access(*range(len(kept)), *late)

    target.add(
        Nest(
            tuple(x.shape[i] for i in order),
            len(kept),
            tuple(v.access(*map(whole.index, order)) for v in views),
            body=body,
            **common,
            **target.finish(store, str(node.dtype)),
        )
    )


def partial_axes(shape: Shape, kept: tuple[int, ...]) -> tuple[int, ...]:
    """Return the axes that partial results keep, or none if they would not pay.

    These are the kept axes, the first of the others for the threads, and the last if
    it is needed to fill vectors.
    """
    others = [i for i in range(len(shape)) if i not in kept and shape[i] > 1]
    results = product(tuple(shape[i] for i in kept))
    if product(shape) < MANY or results > FEW or len(others) < 2 or not kept:
        return ()
    early = [*kept, others[0]]
    is_inner = kept[-1] == len(shape) - 1
    if is_inner and shape[kept[-1]] < ENOUGH_LANES and len(others) > 2:
        early.append(others[-1])
    count = product(tuple(shape[i] for i in early))
    return tuple(sorted(early)) if count * EACH <= product(shape) else ()


def product_sum(
    target: Target, store: Callable[[View], Access], room: View | None, factors: int
) -> dict[str, Any]:
    """Return the parts of a nest that sums products of `factors` loaded elements.

    Half precision is summed in single. Without room, results go to the unit's own
    place, with what is fused.
    """
    head = target.unit.head
    assert head is not None
    dtype = str(head.dtype)
    wide = "float32" if dtype == "float16" else dtype

    def multiplied(b: Any, loaded: Sequence[Any]) -> list[Any]:
        result = b.cast(loaded[0], wide)
        for x in loaded[1:]:
            result = b.mul(result, b.cast(x, wide))
        return [result]

    if room is None:
        ending = target.finish(store, dtype)
    else:
        ending = {
            "stores": (store(room),),
            "finish": lambda b, v: [b.cast(v[0], dtype)],
        }
    fused = factors == 2 and wide == dtype
    sums = {"reduction": "sum", "accumulator": wide, "product": fused}
    return {"body": multiplied, **sums, **ending}
