"""What reductions over axes share."""

from collections.abc import Callable, Sequence
from typing import Any

from limpid.engines.native.nest import Access, Nest
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor


def reduce(node: Tensor, target: Target, reduction: str, accumulator: str) -> None:
    """Lower a reduction of one tensor over some of its axes."""
    (x,) = node.inputs
    axes: tuple[int, ...] = node.op.axes  # type: ignore[union-attr]
    views, body = target.source(x)
    kept = [i for i in range(len(x.shape)) if i not in axes]
    if views[0].is_batch_last:
        # What lies side by side comes last.
        axes = tuple(sorted(axes, key=lambda i: -views[0].strides[i]))
    order = (*kept, *axes)

    def store(view: View):  # type: ignore[no-untyped-def] # noqa: ANN202
        if len(view.shape) == len(x.shape):
            return view.access(*kept, *(None for _ in axes))
        return view.access(*range(len(kept)), *(None for _ in axes))

    target.add(
        Nest(
            tuple(x.shape[i] for i in order),
            len(kept),
            tuple(v.access(*order) for v in views),
            body=body,
            reduction=reduction,
            accumulator=accumulator,
            label=target.label(),
            **target.finish(store, str(node.dtype)),
        )
    )


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
