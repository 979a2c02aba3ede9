"""Where the smallest element stands."""

from limpid.engines.native.routines.position import first_position
from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor


def argmin(node: Tensor, target: Target) -> None:
    """Lower the search for the first of the smallest."""
    first_position(node, target, "min")
