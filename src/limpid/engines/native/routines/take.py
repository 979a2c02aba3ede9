"""Gathering slices along an axis, and adding them back."""

from dataclasses import replace

from limpid.engines.native.nest import Access, Nest, Through
from limpid.engines.native.splitting import parts
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor

# Rows narrower than this are not shared by threads.
LEAST_WIDTH = 64


def through(view: View, indices: View, axis: int) -> Access:
    """Return the access to the slices that indices name, over the result's axes."""
    count, ndim = len(indices.shape), len(view.shape)
    before = range(axis)
    direct = view.access(*before, *(None for _ in range(count)), *range(axis + 1, ndim))
    rest = (None for _ in range(ndim - axis - 1))
    index = indices.access(*(None for _ in before), *range(count), *rest)
    found = (indices.shape, indices.strides)
    return replace(
        direct, through=Through(index, view.shape[axis], view.strides[axis], *found)
    )


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
    axis: int = node.op.axis  # type: ignore[union-attr]
    place = through(result, indices, axis)
    apart = 0 if axis else len(g.shape) - 1 if len(result.shape) > 1 else None
    add_one_by_one(target, place, g, apart)


def add_one_by_one(target: Target, place: Access, g: View, apart: int | None) -> None:
    """Lower additions into places that may coincide, in order.

    Args:
        target: Of the nest.
        place: Where each element of g is added.
        g: What is added.
        apart: An axis along which places never coincide, if there is one.
    """
    nest = Nest(
        g.shape,
        len(g.shape),
        (place, g.all()),
        (place,),
        lambda b, v: [b.add(*v)],
        sequential=True,
        label=target.label(),
    )
    target.add(nest.under((1,)) if apart is None else _apart_first(nest, apart))


def _apart_first(nest: Nest, axis: int) -> Nest:
    """Return the nest with an axis, or a cut of the last, which is the vectors', first.

    The first axis of a sequential nest may be walked in any order.
    """
    if axis == len(nest.sizes) - 1:
        size = nest.sizes[axis]
        nest = nest.divided(axis, parts(size, max(size // LEAST_WIDTH, 1)))
    *others, last = (i for i in range(len(nest.sizes)) if i != axis)
    # What is added is walked as it lies in memory; the vectors' axis stays the last.
    others.sort(key=lambda i: -nest.loads[1].strides[i])
    return nest.permuted([axis, *others, last], len(nest.sizes))
