"""In place: which variables a step may write where it reads them.

A variable's new value may take the place of the old one if whoever computes it is the
last to read the old one, element by element. A training step's weights and the
optimizer's moments mostly are such: half the memory, and a third of the traffic.
"""

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
    return {
        new: old
        for old, new in pairs
        if _may_overwrite(old, new, steps)
        and not any(new in step.writes for step in steps[: last + 1])
    }


def is_checked(step: Nest | Walk | Slices) -> bool:
    """Tell whether a step may meet a wrong index."""
    if isinstance(step, Slices):
        return any(map(is_checked, step.all_nests))
    if isinstance(step, Walk):
        return any(map(is_checked, step.steps))
    return any(a.through and not a.through.is_trusted for a in step.accesses)


def _may_overwrite(old: int, new: int, steps: Sequence[Nest | Walk | Slices]) -> bool:
    writers = [i for i, step in enumerate(steps) if new in step.writes]
    readers = [i for i, step in enumerate(steps) if old in step.buffers]
    if len(writers) != 1 or not readers or readers[-1] > writers[0]:
        return False
    writer = steps[writers[0]]
    if not isinstance(writer, Nest) or writer.sequential:
        return False
    store, *others = (a for a in writer.stores if a.buffer == new)
    reads = [a for a in (*writer.loads, *writer.late_loads) if a.buffer == old]
    same = all((a.strides, a.offset) == (store.strides, store.offset) for a in reads)
    return same and not others
