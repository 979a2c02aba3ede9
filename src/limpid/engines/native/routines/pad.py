"""Surrounding with a constant."""

from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor


def pad(node: Tensor, target: Target) -> None:
    """Lower a constant with the input inside."""
    (x,) = node.inputs
    result = target.result()
    target.fill(result, node.op.constant)  # type: ignore[union-attr]
    target.copy(target.view(x), result.part(node.op.inside(x.shape)))  # type: ignore[union-attr]
