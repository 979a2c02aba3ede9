"""Whether elements are among others."""

from collections.abc import Sequence
from typing import Any

from limpid.engines.native.nest import Nest
from limpid.engines.native.target import NotCompiled, Target
from limpid.graph.tensor import Tensor

# From so many elements on, sorting is faster than comparing with each.
MANY = 4096


def isin(node: Tensor, target: Target) -> None:
    """Lower a comparison with each of the others."""
    if node.inputs[1].size > MANY:
        raise NotCompiled(f"among more than {MANY} elements, NumPy's sorting is faster")
    among, invert = compared(node, target), node.op.invert  # type: ignore[union-attr]

    def found(b: Any, loaded: Sequence[Any]) -> list[Any]:
        return [b.compare(*loaded, "==")]

    def finish(b: Any, loaded: Sequence[Any]) -> list[Any]:
        return [b.bit_xor(loaded[0], b.number(invert, "bool"))]

    target.add(
        Nest(**among, body=found, reduction="max", accumulator="bool", finish=finish)
    )


def compared(node: Tensor, target: Target) -> dict[str, Any]:
    """Return the parts of a nest that brings each element together with all others."""
    x, others = (target.view(v) for v in node.inputs)
    if len(others.shape) == 0:
        others = others.broadcast((1,))
    kept, extra = len(x.shape), len(others.shape)
    none, own = (None,) * extra, range(kept)
    return {
        "sizes": (*x.shape, *others.shape),
        "kept": kept,
        "loads": (x.access(*own, *none), others.access(*(None,) * kept, *range(extra))),
        "stores": (target.result().access(*own, *none),),
        "label": target.label(),
    }
