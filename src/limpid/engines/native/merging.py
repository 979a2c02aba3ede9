"""Merging: elementwise nests that read from one another, or the same, become one.

Fusion lets an operation join one nest that it reads from. Where it reads from several,
as a cell's new state from its gates, they all run as one: what one hands to the next
stays in a register, what both read is loaded once, and no thread waits in between.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from limpid.engines.native.traits import base
from limpid.graph.tensor import Tensor

if TYPE_CHECKING:
    from limpid.engines.native.fusion import Fusion, Unit

# A merged nest that reads and writes in more places than this runs out of registers.
MOST_PLACES = 24
# A merged nest of more operations is as long as any loop is worth.
MOST_OPERATIONS = 64


def merge(fusion: "Fusion") -> None:
    """Merge units where that is allowed and saves loads or stores."""
    merging = Merging(fusion)
    for unit in list(fusion.units):
        merging.fill(unit)
    fusion.units = [u for u in fusion.units if id(u) not in merging.gone]


class Merging:
    """Merges a fusion's units, one pair after the other."""

    def __init__(self, fusion: "Fusion") -> None:
        """Note which bit stands for which unit."""
        self.fusion, self.gone = fusion, set[int]()
        self._bits = {id(unit): 1 << i for i, unit in enumerate(fusion.units)}
        self._readers: dict[int, list[Unit]] = {}
        for unit in fusion.units:
            for x in self._large(unit):
                self._readers.setdefault(id(x), []).append(unit)

    def fill(self, unit: "Unit") -> None:
        """Take into a unit whatever units fit, those that it reads from first."""
        if unit.head is not None or id(unit) in self.gone:
            return
        for other in list(self._neighbors(unit)):
            if other is not unit and id(other) not in self.gone:
                self._try(other, unit)

    def _neighbors(self, unit: "Unit") -> "Iterator[Unit]":
        """Yield units that a unit reads from, then those that read the same."""
        large = self._large(unit)
        for x in large:
            if id(x) in self.fusion.unit_of:
                yield self.fusion.unit_of[id(x)]
        for x in large:
            yield from self._readers[id(x)]

    def _large(self, unit: "Unit") -> list[Tensor]:
        """Return what a unit reads and does not repeat."""
        if not unit.members:
            return []
        size = unit.members[-1].size
        return [x for x in unit.inputs if x.is_symbolic and x.size == size]

    def _try(self, other: "Unit", unit: "Unit") -> None:
        """Let a unit take in another one, unless something speaks against it."""
        if self._is_small(other, unit) and self._is_free(other, unit):
            self._join(other, unit)

    def _is_small(self, one: "Unit", two: "Unit") -> bool:
        """Tell whether two elementwise units of one shape make a nest of good size."""
        if one.head is not None or one.members[-1].shape != two.members[-1].shape:
            return False
        if len(one.members) + len(two.members) > MOST_OPERATIONS:
            return False
        read = {id(x) for u in (one, two) for x in u.inputs}
        written = sum(len(self.fusion.results(u)) for u in (one, two))
        return len(read) + written <= MOST_PLACES

    def _is_free(self, one: "Unit", two: "Unit") -> bool:
        """Tell whether nothing has to run between two units, or looks at a part."""
        first, second = self._bits[id(one)], self._bits[id(two)]
        for unit in self.fusion.units:
            own = self._bits[id(unit)]
            between = unit.after & first and two.after & own
            if between or (unit.after & second and one.after & own):
                return False
        return not (self._looks(one, two) or self._looks(two, one))

    def _looks(self, one: "Unit", two: "Unit") -> bool:
        """Tell whether a unit reads a view of what the other has yet to store."""
        own = set(map(id, two.members))
        return any(id(x) not in own and id(base(x)) in own for x in one.inputs)

    def _join(self, one: "Unit", two: "Unit") -> None:
        """Let the second take in the first, and run where both may."""
        fusion, first, second = self.fusion, self._bits[id(one)], self._bits[id(two)]
        pair = (two, one) if one.after & second else (one, two)
        members = {id(x): x for u in pair for x in u.members}
        fusion.unit_of.update({i: two for i in members if i in fusion.unit_of})
        two.after = (one.after | two.after) & ~(first | second)
        for unit in fusion.units:
            if unit.after & (first | second):
                unit.after = unit.after & ~first | second | two.after
        for x in self._large(one):
            self._readers.setdefault(id(x), []).append(two)
        self.gone.add(id(one))
        two.members, one.members, one.after = list(members.values()), [], 0
