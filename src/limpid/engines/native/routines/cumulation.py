"""What running sums and products share."""

from dataclasses import replace
from typing import Any

from limpid.engines.native.nest import Access, Nest
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor


def cumulate(node: Tensor, target: Target, word: str) -> None:
    """Lower a recurrence: each slice is the one before, combined with the input's."""
    (x,) = (target.view(v) for v in node.inputs)
    y, axis = target.result(), node.op.axis  # type: ignore[union-attr]
    if 0 in node.shape:
        return
    before = (slice(None),) * axis
    first, rest = (*before, slice(0, 1)), (*before, slice(1, None))
    target.copy(x.part(first), y.part(first))
    accesses = [_ordered(v, axis) for v in (y.part((*before, slice(-1))), x.part(rest))]
    store = _ordered(y.part(rest), axis)
    sizes = _order(x.part(rest).shape, axis)
    target.add(
        Nest(
            sizes,
            len(sizes),
            tuple(accesses),
            (store,),
            lambda b, v: [getattr(b, word)(*v)],
            sequential=True,
            label=target.label(),
        )
    )


def _ordered(view: View, axis: int) -> Access:
    """Return the access by: independent axes, the recurrence's, one for the lanes."""
    return replace(view.all(), strides=_order(view.strides, axis))


def _order(values: Any, axis: int) -> Any:
    others = [*values[:axis], *values[axis + 1 :]]
    is_last = axis == len(values) - 1
    lanes = 1 if is_last else others.pop()
    return (*(others or [1]), values[axis], lanes)
