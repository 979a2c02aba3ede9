"""Sums."""

from limpid.engines.native.routines.reduction import reduce
from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor


def sum(node: Tensor, target: Target) -> None:
    """Sum over axes; floats in double precision, so that length costs no accuracy."""
    accumulator = "float64" if node.dtype.kind == "f" else str(node.dtype)
    reduce(node, target, "sum", accumulator)
