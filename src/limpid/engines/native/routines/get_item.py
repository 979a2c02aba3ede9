"""Putting a part back where it was taken from; taking it is a view."""

from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor


def set_item(node: Tensor, target: Target) -> None:
    """Lower zeros with a part set."""
    result = target.result()
    target.fill(result, 0)
    target.copy(target.view(node.inputs[0]), result.part(node.op.key))  # type: ignore[union-attr]
