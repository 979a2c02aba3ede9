"""Running sums."""

from limpid.engines.native.lowering import Target
from limpid.engines.native.routines.cumulation import cumulate
from limpid.graph.tensor import Tensor


def cumulative_sum(node: Tensor, target: Target) -> None:
    """Lower sums of all elements up to each."""
    cumulate(node, target, "add")
