"""Pieces: what is computed to be joined is computed where it will lie.

The gradients of a cell's gates are joined before they are multiplied by the kernel.
The nest of each gate writes into its part of the whole; then there is nothing to copy.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from limpid.engines.native.traits import is_named
from limpid.graph.shapes import product
from limpid.graph.tensor import Tensor

if TYPE_CHECKING:
    from limpid.engines.native.fusion import Fusion

# Runs shorter than this would be written as cut vectors, row by row.
SHORTEST_RUN = 8


def pieces(
    fusion: "Fusion", elsewhere: set[int]
) -> dict[int, tuple[Tensor, tuple[Any, ...]]]:
    """Return, by a tensor's id, the joined tensor it is a part of, and which part.

    Args:
        fusion: Of a graph.
        elsewhere: The ids of tensors that have a place already.
    """
    found: dict[int, tuple[Tensor, tuple[Any, ...]]] = {}
    for node in fusion.graph.nodes:
        if is_named(node, {"concat"}):
            for x, axis, key in parts(node):
                unit = fusion.unit_of.get(id(x))
                is_free = unit is not None and unit.head is None
                is_long = product(x.shape[axis:]) >= SHORTEST_RUN
                if is_free and is_long and id(x) not in elsewhere:
                    found.setdefault(id(x), (node, key))
    return found


def parts(node: Tensor) -> Iterator[tuple[Tensor, int, tuple[Any, ...]]]:
    """Yield what a tensor is joined of: each part, the axis, and the part's index."""
    axis: int = node.op.axis  # type: ignore[union-attr]
    start = 0
    for x in node.inputs:
        end = start + x.shape[axis]
        yield x, axis, (*(slice(None),) * axis, slice(start, end))
        start = end
