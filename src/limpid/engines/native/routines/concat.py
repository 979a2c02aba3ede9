"""Joining arrays."""

from limpid.engines.native.pieces import pieces_of
from limpid.engines.native.target import Target
from limpid.graph.tensor import Tensor


def concat(node: Tensor, target: Target) -> None:
    """Lower a copy of each part into its place, unless it was written there."""
    result = target.places.joined(node)
    for piece in pieces_of(node):
        written = target.places.pieces.get(id(piece.part), [])
        if not any(p.whole is node and p.key == piece.key for p in written):
            target.copy(target.view(piece.part), result.part(piece.key))
