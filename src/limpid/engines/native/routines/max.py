"""The largest element over axes."""

from limpid.engines.native.routines.reduction import reduce
from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor


def max(node: Tensor, target: Target) -> None:
    """Reduce over axes."""
    reduce(node, target, "max", str(node.dtype))
