"""Joining arrays."""

from limpid.engines.native.lowering import Target
from limpid.engines.native.pieces import parts
from limpid.graph.tensor import Tensor


def concat(node: Tensor, target: Target) -> None:
    """Lower a copy of each part into its place, unless it lies there already."""
    result = target.lowering.joined(node)
    for x, _, key in parts(node):
        place = result.part(key)
        if target.view(x) != place:
            target.copy(target.view(x), place)
