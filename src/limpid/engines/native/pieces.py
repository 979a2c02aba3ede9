"""Pieces: what is computed to be joined is computed where it will lie.

The gradients of a cell's gates are joined before they are multiplied by the kernel.
The nest of each gate writes into its part of the whole; then there is nothing to copy.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from limpid.engines.native.traits import is_named
from limpid.graph.shapes import product
from limpid.graph.tensor import Tensor

if TYPE_CHECKING:
    from limpid.engines.native.fusion import Fusion

# Runs shorter than this would be written as cut vectors, row by row.
SHORTEST_RUN = 8


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of a joined tensor.

    Attributes:
        part: What lies there.
        whole: The joined tensor.
        key: Where in the whole.
        run: How many elements lie side by side.
    """

    part: Tensor
    whole: Tensor
    key: tuple[Any, ...]
    run: int


def pieces_of(whole: Tensor) -> Iterator[Piece]:
    """Yield what a tensor is joined of."""
    axis: int = whole.op.axis  # type: ignore[union-attr]
    start = 0
    for x in whole.inputs:
        end = start + x.shape[axis]
        key = (*(slice(None),) * axis, slice(start, end))
        yield Piece(x, whole, key, product(x.shape[axis:]))
        start = end


def find_pieces(fusion: "Fusion") -> dict[int, list[Piece]]:
    """Return, by the ids of joined tensors' parts, where each is to be written.

    Only elementwise operations write into several places.
    """
    found: dict[int, list[Piece]] = {}
    for whole in fusion.graph.nodes:
        for piece in pieces_of(whole) if is_named(whole, {"concat"}) else ():
            unit = fusion.unit_of.get(id(piece.part))
            if unit is not None and unit.head is None and piece.run >= SHORTEST_RUN:
                found.setdefault(id(piece.part), []).append(piece)
    return found
