"""Where values would go into a sorted vector."""

from collections.abc import Sequence
from typing import Any

from limpid.engines.native.nest import Nest
from limpid.engines.native.target import NotCompiled, Target
from limpid.engines.native.view import View
from limpid.graph.tensor import Tensor

# From so many elements on, halving is faster than counting.
MANY = 4096


def searchsorted(node: Tensor, target: Target) -> None:
    """Lower a count of the elements that come before each value."""
    x, values = (target.view(v) for v in node.inputs)
    if x.shape[0] > MANY:
        raise NotCompiled(f"among more than {MANY} elements, NumPy's halving is faster")
    left = node.op.side == "left"  # type: ignore[union-attr]

    def counted(b: Any, loaded: Sequence[Any]) -> list[Any]:
        value, element = loaded
        if left:
            return [b.cast(less(b, element, value), "int64")]
        after = less(b, value, element)
        return [b.sub(b.number(1, "int64"), b.cast(after, "int64"))]

    kept = len(values.shape)

    def access(view: View) -> Any:
        return view.access(*range(kept), None)

    target.add(
        Nest(
            (*values.shape, x.shape[0]),
            kept,
            (access(values), x.access(*(None,) * kept, 0)),
            (access(target.result()),),
            counted,
            "sum",
            "int64",
            label=target.label(),
        )
    )


def less(b: Any, x: Any, y: Any) -> Any:
    """Return whether x comes before y; NaN comes last."""
    last = b.bit_and(b.compare(y, y, "!="), b.compare(x, x, "=="))
    return b.bit_or(b.compare(x, y, "<"), last)
