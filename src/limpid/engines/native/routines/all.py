"""Whether all elements hold."""

from limpid.engines.native.routines.reduction import reduce
from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor


def all_of(node: Tensor, target: Target) -> None:
    """Reduce over axes: the smallest of the truth values."""
    reduce(node, target, "min", "bool")
