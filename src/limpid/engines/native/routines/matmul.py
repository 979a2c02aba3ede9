"""Matrix products."""

from limpid.engines.native.lowering import Target
from limpid.engines.native.nest import Nest
from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor

# A second matrix read fewer times than this is not worth copying in another order.
FEW_ROWS = 4


def matmul(node: Tensor, target: Target) -> None:
    """Lower x @ y: the rows of x, the columns of y as lanes, the inner axis reduced."""
    x, y = (target.view(v) for v in node.inputs)
    batch = node.shape[:-2]
    x, y = x.broadcast((*batch, *x.shape[-2:])), y.broadcast((*batch, *y.shape[-2:]))
    rows, inner, columns = x.shape[-2], x.shape[-1], y.shape[-1]
    if y.strides[-1] != 1 and rows >= FEW_ROWS:
        packed = target.new(y.shape, y.dtype)
        target.copy(y, packed)
        y = packed
    lead = range(len(batch))
    i, j = len(batch), len(batch) + 1

    def store(view: View):  # type: ignore[no-untyped-def] # noqa: ANN202
        return view.access(*lead, i, j, None)

    target.add(
        Nest(
            (*batch, rows, columns, inner),
            len(batch) + 2,
            (x.access(*lead, i, None, j), y.access(*lead, None, j, i)),
            body=lambda b, v: [b.mul(*v)],
            reduction="sum",
            accumulator=str(node.dtype),
            product=True,
            label=target.label(),
            **target.finish(store),
        )
    )
