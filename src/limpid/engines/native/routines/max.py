"""The largest element over axes."""

from limpid.engines.native.lowering import Target
from limpid.engines.native.routines.reduction import reduce
from limpid.graph.tensor import Tensor


def max(node: Tensor, target: Target) -> None:
    """Reduce over axes."""
    reduce(node, target, "max", str(node.dtype))
