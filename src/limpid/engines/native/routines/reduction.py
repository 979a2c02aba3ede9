"""What reductions over axes share."""

from limpid.engines.native.lowering import Target
from limpid.engines.native.nest import Nest
from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor


def reduce(node: Tensor, target: Target, reduction: str, accumulator: str) -> None:
    """Lower a reduction of one tensor over some of its axes."""
    (x,) = node.inputs
    axes: tuple[int, ...] = node.op.axes  # type: ignore[union-attr]
    views, body = target.source(x)
    kept = [i for i in range(len(x.shape)) if i not in axes]
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
