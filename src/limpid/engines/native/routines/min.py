"""The smallest element over axes."""

from limpid.engines.native.lowering import Target
from limpid.engines.native.routines.reduction import reduce
from limpid.graph.tensor import Tensor


def min(node: Tensor, target: Target) -> None:
    """Reduce over axes."""
    reduce(node, target, "min", str(node.dtype))
