"""Layout: which results lie with the batch innermost, so that it fills the vectors.

Channels lie side by side, and a convolution's filters are the lanes of its vectors. Six
filters leave a part of every vector empty; the examples of a batch need not. So where
filters are few and examples many, a convolution's result, and what pools and functions
make of it, lie with the batch innermost; what leads into and out of such a region is
turned where it is copied or computed anyway.
"""

from collections.abc import Iterable

from limpid.engines.native.fusion import Fusion, Unit
from limpid.engines.native.strip_ways import by_strips
from limpid.engines.native.traits import base, is_named
from limpid.engines.native.ways import by_tiles, spreads_back
from limpid.graph.shapes import product
from limpid.graph.tensor import Tensor
from limpid.ops.conv import Window

# The widest vectors; a cut of one counts half if half of the lanes or fewer are used.
LANES = 16
# Batches below leave too many lanes empty; above, neighbors of a window lie so far
# apart that they drive each other out of the nearest cache.
FEWEST, MOST = LANES, 256
# What turning an element costs, in products of vectors.
TURNING = 1.0
# What passes a layout on from the full-sized map it reads.
POOLS = {"max_pool", "sum_pool", "max_pool_gradient", "sum_pool_gradient"}


class BatchLast:
    """The results of a graph that lie with the batch innermost."""

    def __init__(self, fusion: Fusion) -> None:
        """Choose: first what follows such convolutions, then what leads to those."""
        self._fusion = fusion
        self._chosen: set[int] = set()
        units = fusion.ordered()
        self._readers: dict[int, list[Unit]] = {}
        for unit in units:
            for x in unit.inputs:
                self._readers.setdefault(id(base(x)), []).append(unit)
        for unit in units:
            self._choose(unit, wanted=self._continues(unit))
        for unit in reversed(units):
            self._choose(unit, wanted=_can_turn(unit) and self._is_wanted(unit))

    def __contains__(self, x: Tensor) -> bool:
        """Tell whether a result lies so."""
        return id(x) in self._chosen

    def _choose(self, unit: Unit, *, wanted: bool) -> None:
        # Stores of one nest lie alike, for they share its vectors.
        results = self._fusion.results(unit)
        if wanted and not any(id(y) in self._fusion.kept for y in results):
            self._chosen.update(map(id, results))

    def _continues(self, unit: Unit) -> bool:
        """Tell whether a unit is such a convolution, or a pool's that works on one."""
        head = unit.head
        if head is None:
            return False
        if is_named(head, {"conv"}):
            return pays(head)
        return is_named(head, POOLS) and any(x in self for x in _maps(unit))

    def _is_wanted(self, unit: Unit) -> bool:
        """Tell whether some reader of a unit's results wants them so, and none not."""
        results = self._fusion.results(unit)
        wishes = {
            self._wish(u, y) for y in results for u in self._readers.get(id(y), ())
        }
        return True in wishes and False not in wishes

    def _wish(self, unit: Unit, x: Tensor) -> bool | None:
        """Return whether a unit wants to read x so; None if it does not matter."""
        head = unit.head
        if head is None or is_named(head, {"sum"}):
            return None
        if is_named(head, POOLS):
            return any(y in self for y in _maps(unit))
        if is_named(head, {"winners_kernel"}):
            return x is not base(head.inputs[3]) and head.inputs[2] in self
        if is_named(head, {"conv", "conv_kernel"}):
            return pays(head)
        return None if not any(x is base(y) for y in head.inputs) else False


def _maps(unit: Unit) -> Iterable[Tensor]:
    """Return the full-sized maps that a pool or its gradient reads."""
    head = unit.head
    assert head is not None
    larger = max((head, *head.inputs), key=lambda x: x.size)
    return (x for x in unit.inputs if x.shape == larger.shape)


def _can_turn(unit: Unit) -> bool:
    """Tell whether a unit can store in any layout without a loss."""
    head = unit.head
    if head is None:
        return len(unit.members[-1].shape) > 2
    if not is_named(head, {"conv_input"}):
        return False
    return by_strips(head) is not None or (bool(unit.members) and spreads_back(head))


def pays(node: Tensor) -> bool:
    """Tell whether a convolution, or its kernel's gradient, gains from the layout."""
    op, batch = node.op, node.inputs[0].shape[0]
    assert isinstance(op, Window)
    if op.groups > 1 or not FEWEST <= batch <= MOST or by_tiles(node):
        return False
    if by_strips(node):
        return False
    kernel = node if is_named(node, {"conv_kernel"}) else node.inputs[1]
    *size, _, filters = kernel.shape
    return (
        product(size) * (vectors(filters) - filters * vectors(batch) / batch) > TURNING
    )


def vectors(count: int) -> float:
    """Return what so many lanes cost in whole vectors."""
    full, rest = divmod(count, LANES)
    return full + (0 if not rest else 1 if rest > LANES // 2 else 0.5)
