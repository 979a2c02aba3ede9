"""The order that sorts: each element's place is how many come before it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from limpid.engines.native.nest import Iota, Nest, Through
from limpid.engines.native.routines.searchsorted import less
from limpid.engines.native.target import NotCompiled, Target
from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor

# From so many elements on, merging is faster than comparing all pairs.
MANY = 512


def argsort(node: Tensor, target: Target) -> None:
    """Lower a count for each element, and a scatter of their numbers."""
    op, (x,) = node.op, (target.view(v) for v in node.inputs)
    axis: int = op.axis  # type: ignore[union-attr]
    count = x.shape[axis]
    if count > MANY:
        raise NotCompiled(f"for more than {MANY} elements, NumPy's merging is faster")
    rank = target.new(x.shape, "int64")
    _count_before(x, rank, axis, target, descending=op.descending)  # type: ignore[union-attr]
    result = target.result()
    along = tuple(None if i == axis else i for i in range(len(x.shape)))
    place = Through(rank.all(), count, result.strides[axis])
    target.add(
        Nest(
            x.shape,
            len(x.shape),
            (Iota(0, "int64", tuple(int(i == axis) for i in range(len(x.shape)))),),
            (replace(result.access(*along), through=place),),
            lambda _, v: v,
            label=target.label(),
        )
    )


def _count_before(
    x: View, rank: View, axis: int, target: Target, *, descending: bool
) -> None:
    """Count the elements that come before each; equals keep their order."""
    kept = range(len(x.shape))
    each = tuple(int(i == axis) for i in kept)

    def counted(b: Any, loaded: Sequence[Any]) -> list[Any]:
        own, other, place, other_place = loaded
        pair = (own, other) if descending else (other, own)
        before, after = less(b, *pair), less(b, *reversed(pair))
        neither = b.bit_xor(b.bit_or(before, after), b.number(1, "bool"))
        tie = b.bit_and(neither, b.compare(other_place, place, "<"))
        return [b.cast(b.bit_or(before, tie), "int64")]

    others = x.access(*(None if i == axis else i for i in kept), axis)
    loads = (x.access(*kept, None), others, Iota(0, "int64", (*each, 0)))
    last = Iota(0, "int64", (0,) * len(each) + (1,))
    target.add(
        Nest(
            (*x.shape, x.shape[axis]),
            len(x.shape),
            (*loads, last),
            (rank.access(*kept, None),),
            counted,
            "sum",
            "int64",
            label=target.label(),
        )
    )
