"""Apart: the rows of a batch go through a loop apart from each other.

A recurrent layer's rounds depend on one another, the examples of its batch do not. So
a thread takes some of them through all rounds and waits for nobody: threads meet when
the loop has ended, not several times in each round, and what one of them computes in a
round lies near when the next round needs it. What all examples share, the weights, each
thread reads for itself.

Examples go in groups, as many as fill a tile. How many groups there are depends on
sizes alone: whatever the number of threads, the same numbers are computed.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from limpid.engines.native.cuts import MOST_ROWS
from limpid.engines.native.memory import Buffer
from limpid.engines.native.nest import Access, Iota, Nest
from limpid.engines.native.sharing import is_shared, used_part
from limpid.engines.native.slices import Slices
from limpid.graph.shapes import product

# Fewer rows share too little of what they all read.
FEWEST_ROWS = 4
# More than this, read again for each group in each round, is not at hand.
NEAR_BYTES = 2**19
# If less of the threads' time is used they had better share each nest.
WELL_SHARED = 0.5


@dataclass(frozen=True)
class Loop:
    """What the arguments of a loop's body are, besides slices of sequences.

    Attributes:
        carries: How many of the first are what the round before has returned.
        captured: How many of the last are the same in every round.
    """

    carries: int
    captured: int


def apart(
    steps: Sequence[Any], buffers: Sequence[Buffer], carried: Collection[int], rows: int
) -> Slices | None:
    """Return the steps of a round as one, groups of rows apart; None if they are not.

    Args:
        steps: What a round runs.
        buffers: What they work on.
        carried: The buffers that hold what the round before has returned.
        rows: How many rows the batch has.
    """
    nests = [s for s in steps if isinstance(s, Nest) and not s.sequential]
    groups = _best_groups(rows)
    if len(nests) < len(steps) or not groups or not any(map(is_shared, nests)):
        return None
    moving = {*carried, *(n for nest in nests for n in nest.writes)}
    sizes = {number: buffers[number].count for number in moving}
    axes = [_rows_axis(nest, groups, sizes) for nest in nests]
    cut = [
        _cut(n, i, groups) for n, i in zip(nests, axes, strict=True) if i is not None
    ]
    if len(cut) < len(nests) or _bytes_for_each(cut) > NEAR_BYTES:
        return None
    return Slices(tuple(cut), pieces=groups)


def _best_groups(rows: int) -> int:
    """Return into how many groups of like size rows are parted; 0: better not at all.

    Threads shall come out even, and groups fill a tile.
    """
    counts = [n for n in range(2, rows // FEWEST_ROWS + 1) if rows % n == 0]
    best = max(
        counts, key=lambda n: (used_part((n, 1)), rows // n <= MOST_ROWS, -n), default=0
    )
    return best if best and used_part((best, 1)) >= WELL_SHARED else 0


def _rows_axis(nest: Nest, groups: int, sizes: dict[int, int]) -> int | None:
    """Return the axis along which each group has its own part of all that moves.

    Args:
        nest: Of a round.
        groups: How many there are.
        sizes: Of what moves, in elements, by the number of the buffer.
    """
    moving = [a for a in nest.accesses if a.buffer in sizes and not isinstance(a, Iota)]
    for axis in range(nest.kept):
        size = nest.sizes[axis]
        if size % groups == 0 and all(
            _is_own(a, axis, nest.divided(axis, groups), sizes[a.buffer])
            for a in moving
        ):
            return axis
    return None


def _is_own(access: Access, axis: int, nest: Nest, size: int) -> bool:
    """Tell whether groups walk equal parts of a buffer, each its own.

    Args:
        access: To the buffer, in the nest whose axis is not divided yet.
        axis: Whose first part is the groups.
        nest: With the axis divided.
        size: Of the buffer, in elements.
    """
    groups, inside = nest.sizes[axis], nest.sizes[axis + 1]
    stride = access.strides[axis]
    others = zip(
        (*nest.sizes[:axis], *nest.sizes[axis + 2 :]),
        (*access.strides[:axis], *access.strides[axis + 1 :]),
        strict=True,
    )
    reach = (inside - 1) * stride + sum((n - 1) * s for n, s in others)
    is_ahead = min(access.offset, *access.strides) >= 0
    return (
        access.through is None
        and is_ahead
        and stride * inside * groups == size
        and access.offset + reach < stride * inside
    )


def _cut(nest: Nest, axis: int, groups: int) -> Nest:
    """Return the nest with the groups as its first axis, a lone round as its second."""
    cut = nest.under((1,)).divided(axis + 1, groups)
    others = (i for i in range(1, len(cut.sizes)) if i != axis + 1)
    return replace(cut.permuted([axis + 1, 0, *others], cut.kept), outer=2)


def _bytes_for_each(nests: Sequence[Nest]) -> int:
    """Return how much every group reads of what all of them share."""
    shared = {
        a.buffer: product(
            tuple(n for n, s in zip(nest.sizes, a.strides, strict=True) if s)
        )
        * np.dtype(a.dtype).itemsize
        for nest in nests
        for a in nest.accesses
        if not a.strides[0] and not isinstance(a, Iota)
    }
    return sum(shared.values())
