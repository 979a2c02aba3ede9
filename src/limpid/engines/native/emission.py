"""Emission: a nest's loops, written by whichever way of cutting fits it."""

from limpid.engines.native.across import Across
from limpid.engines.native.llvm import Function, Value
from limpid.engines.native.nest import Nest
from limpid.engines.native.tiling import Tiling


def emit(f: Function, pointers: dict[int, Value], nest: Nest) -> None:
    """Write a nest's loops into a function."""
    nest = nest.simplified()
    if 0 in nest.sizes[: nest.kept]:
        return
    tiling = Tiling(f, pointers, nest)
    if tiling.cuts.is_across:
        tiling = Across(f, pointers, nest)
    if tiling.cuts.shared_axis is None:
        f.first_thread(tiling.write)
    else:
        tiling.write()
