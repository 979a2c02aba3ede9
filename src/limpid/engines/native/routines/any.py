"""Whether some element holds."""

from limpid.engines.native.routines.reduction import reduce
from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor


def any_of(node: Tensor, target: Target) -> None:
    """Reduce over axes: the largest of the truth values."""
    reduce(node, target, "max", "bool")
