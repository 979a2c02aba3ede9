"""Hoisting: what is the same in every round of a loop is computed before it."""

from collections.abc import Iterable, Sequence

from limpid.engines.native.memory import Buffer
from limpid.engines.native.nest import Nest
from limpid.engines.native.slices import Slices
from limpid.engines.native.walk import Walk


def hoisted(
    steps: Sequence[Nest | Walk | Slices],
    buffers: Sequence[Buffer],
    still: Iterable[int],
) -> list[Nest]:
    """Return the steps that compute the same in every round, in their order.

    Args:
        steps: Of a loop's body.
        buffers: What they work on.
        still: The buffers that stay as they are from round to round.
    """
    kept = [s for s in steps if isinstance(s, Nest) and _keeps_all(s, buffers)]
    while True:
        known = set(map(id, kept))
        changed = {n for s in steps if id(s) not in known for n in s.writes}
        settled = {*still, *(n for s in kept for n in s.writes)} - changed
        left = [s for s in kept if settled.issuperset(s.reads)]
        if len(left) == len(kept):
            return kept
        kept = left


def _keeps_all(nest: Nest, buffers: Sequence[Buffer]) -> bool:
    """Tell whether all results are intermediate: what is returned moves on."""
    return all(buffers[number].kind == "arena" for number in nest.writes)
