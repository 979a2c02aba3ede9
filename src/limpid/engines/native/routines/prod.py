"""Products over axes."""

from limpid.engines.native.routines.reduction import reduce
from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor


def prod(node: Tensor, target: Target) -> None:
    """Reduce over axes."""
    reduce(node, target, "prod", str(node.dtype))
