"""Running sums."""

from limpid.engines.native.routines.cumulation import cumulate
from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor


def cumulative_sum(node: Tensor, target: Target) -> None:
    """Lower sums of all elements up to each."""
    cumulate(node, target, "add")
