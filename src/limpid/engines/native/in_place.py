"""In place: which variables a step may write where it reads them.

A variable's new value may take the place of the old one if whoever computes it is the
last to read the old one, element by element. A training step's weights and the
optimizer's moments mostly are such: half the memory, and a third of the traffic.
"""

from collections import defaultdict
from collections.abc import Sequence

from limpid.engines.native.nest import Nest
from limpid.engines.native.slices import Slices
from limpid.engines.native.walk import Walk


def in_place(
    pairs: Sequence[tuple[int, int]], steps: Sequence[Nest | Walk | Slices]
) -> dict[int, int]:
    """Return the written buffers that may lie where another is read.

    Args:
        pairs: For each variable the buffers of what is read and of what is written.
        steps: Of the whole program.
    """
    # What meets a wrong index must leave all variables as they were.
    last = max((i for i, step in enumerate(steps) if is_checked(step)), default=-1)
    users: dict[int, list[int]] = defaultdict(list)
    writers: dict[int, list[int]] = defaultdict(list)
    for i, step in enumerate(steps):
        for number in step.buffers:
            users[number].append(i)
        for number in set(step.writes):
            writers[number].append(i)
    return {
        new: old
        for old, new in pairs
        if len(writers[new]) == 1
        and users[old]
        and max(users[old][-1], last + 1) <= writers[new][0]
        and _may_overwrite(old, new, steps[writers[new][0]])
    }


def is_checked(step: Nest | Walk | Slices) -> bool:
    """Tell whether a step may meet a wrong index."""
    if isinstance(step, Slices):
        return any(map(is_checked, step.all_nests))
    if isinstance(step, Walk):
        return any(map(is_checked, step.steps))
    return any(a.through and not a.through.is_trusted for a in step.accesses)


def _may_overwrite(old: int, new: int, writer: Nest | Walk | Slices) -> bool:
    """Tell whether the last step that uses the old value reads it as it writes."""
    if not isinstance(writer, Nest) or writer.sequential:
        return False
    store, *others = (a for a in writer.stores if a.buffer == new)
    reads = [a for a in (*writer.loads, *writer.late_loads) if a.buffer == old]
    same = all((a.strides, a.offset) == (store.strides, store.offset) for a in reads)
    return same and not others
