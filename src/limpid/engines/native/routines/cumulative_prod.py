"""Running products."""

from limpid.engines.native.lowering import Target
from limpid.engines.native.routines.cumulation import cumulate
from limpid.graph.tensor import Tensor


def cumulative_prod(node: Tensor, target: Target) -> None:
    """Lower products of all elements up to each."""
    cumulate(node, target, "mul")
