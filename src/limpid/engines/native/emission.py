"""Emission: a nest's loops, written by whichever way of cutting fits it."""

from collections.abc import Sequence

from limpid.engines.native.across import Across
from limpid.engines.native.cuts import Cuts
from limpid.engines.native.llvm import Function, Value
from limpid.engines.native.nest import Nest
from limpid.engines.native.tiling import Tiling
from limpid.engines.native.trailing import Trailing


def emit(f: Function, pointers: dict[int, Value], nest: Nest) -> None:
    """Write a nest's loops into a function."""
    nest = nest.simplified()
    if 0 in nest.sizes[: nest.kept]:
        return
    tiling = _fitting(f, pointers, nest)
    if tiling.cuts.shared_axis is None:
        f.first_thread(lambda: tiling.write({}))
    else:
        tiling.write({})


def emit_inner(
    f: Function, pointers: dict[int, Value], nest: Nest, outer: Sequence[Value]
) -> None:
    """Write a nest's inner loops, for given indices of its outer axes."""
    _fitting(f, pointers, nest.simplified()).write(dict(enumerate(outer)))


def _fitting(f: Function, pointers: dict[int, Value], nest: Nest) -> Tiling:
    cuts = Cuts(nest, f.module.machine)
    way = Across if cuts.is_across else Trailing if cuts.is_trailing else Tiling
    return way(f, pointers, nest, cuts)
