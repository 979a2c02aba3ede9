"""Where the largest element stands."""

from limpid.engines.native.routines.position import first_position
from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor


def argmax(node: Tensor, target: Target) -> None:
    """Lower the search for the first of the largest."""
    first_position(node, target, "max")
