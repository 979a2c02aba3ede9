"""Where along an axis the largest or smallest element stands."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from limpid.engines.native.nest import Iota, Nest
from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor

BEYOND = np.iinfo(np.int64).max


def first_position(node: Tensor, target: Target, reduction: str) -> None:
    """Lower a search in two passes: what the best is; the first place that has it."""
    (x,) = (target.view(v) for v in node.inputs)
    axis: int = node.op.axis  # type: ignore[union-attr]
    kept = [i for i in range(len(x.shape)) if i != axis]
    sizes = tuple(x.shape[i] for i in (*kept, axis))
    best = target.new(sizes[:-1], x.dtype)
    found = best.access(*range(len(kept)), None)
    seen = x.access(*kept, axis)
    places = Iota(0, "int64", (0,) * len(kept) + (1,))
    label = target.label()

    def place(b: Any, loaded: Sequence[Any]) -> list[Any]:
        element, wanted, position = loaded
        same = b.compare(element, wanted, "==")
        # The best is NaN if any element is.
        same = b.bit_or(same, b.compare(element, element, "!="))
        return [b.select(same, position, b.number(BEYOND, "int64"))]

    result = target.result().reshaped(sizes[:-1])
    assert result is not None
    store = result.access(*range(len(kept)), None)
    target.add(
        Nest(
            sizes,
            len(kept),
            (seen,),
            (found,),
            lambda _, v: v,
            reduction,
            x.dtype,
            label=label,
        )
    )
    loads = (seen, found, places)
    target.add(
        Nest(sizes, len(kept), loads, (store,), place, "min", "int64", label=label)
    )
