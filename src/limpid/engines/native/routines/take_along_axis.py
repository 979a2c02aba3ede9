"""Picking one element per index along an axis, and putting it back."""

from dataclasses import replace

from limpid.engines.native.nest import Access, Nest, Through
from limpid.engines.native.routines.take import add_one_by_one
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor


def along(view: View, indices: View, axis: int) -> Access:
    """Return the access to the elements that the indices name, over their axes."""
    axes = (None if i == axis else i for i in range(len(view.shape)))
    found = (indices.shape, indices.strides)
    index = Through(indices.all(), view.shape[axis], view.strides[axis], *found)
    return replace(view.access(*axes), through=index)


def take_along_axis(node: Tensor, target: Target) -> None:
    """Lower a gather; indices are checked as they are read."""
    x, indices = (target.view(v) for v in node.inputs)
    load = along(x, indices, node.op.axis)  # type: ignore[union-attr]
    store, kept = target.result().all(), len(node.shape)
    target.add(
        Nest(node.shape, kept, (load,), (store,), lambda _, v: v, label=target.label())
    )


def take_along_axis_gradient(node: Tensor, target: Target) -> None:
    """Lower a scatter that adds up, one element after the other."""
    g, indices = (target.view(v) for v in node.inputs)
    result = target.result()
    target.fill(result, 0)
    axis: int = node.op.axis  # type: ignore[union-attr]
    others = [i for i in range(len(g.shape)) if i != axis]
    add_one_by_one(target, along(result, indices, axis), g, next(iter(others), None))
