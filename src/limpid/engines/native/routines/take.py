"""Gathering slices along an axis, and adding them back."""

from dataclasses import replace

from limpid.engines.native.lowering import Target
from limpid.engines.native.nest import Access, Nest, Through
from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor


def through(view: View, indices: View, axis: int) -> Access:
    """Return the access to view's slices that the indices name, over the result's axes."""
    count, ndim = len(indices.shape), len(view.shape)
    before = range(axis)
    direct = view.access(*before, *(None for _ in range(count)), *range(axis + 1, ndim))
    rest = (None for _ in range(ndim - axis - 1))
    index = indices.access(*(None for _ in before), *range(count), *rest)
    return replace(direct, through=Through(index, view.shape[axis], view.strides[axis]))


def take(node: Tensor, target: Target) -> None:
    """Lower a gather; indices are checked as they are read."""
    x, indices = (target.view(v) for v in node.inputs)
    axis: int = node.op.axis  # type: ignore[union-attr]
    load = through(x, indices, axis)
    store, kept = target.result().all(), len(node.shape)
    target.add(
        Nest(node.shape, kept, (load,), (store,), lambda _, v: v, label=target.label())
    )


def take_gradient(node: Tensor, target: Target) -> None:
    """Lower a scatter that adds up, one slice after the other."""
    g, indices = (target.view(v) for v in node.inputs)
    result = target.result()
    target.fill(result, 0)
    place = through(result, indices, node.op.axis)  # type: ignore[union-attr]
    target.add(
        Nest(
            g.shape,
            len(g.shape),
            (place, g.all()),
            (place,),
            lambda b, v: [b.add(*v)],
            sequential=True,
            label=target.label(),
        )
    )
