"""Fusion: which operations share one nest.

Elementwise operations of one shape join the operation they read from, be it
elementwise or a reduction (then they become what is done with its results), unless
something between the two would then have to run before itself. A reduction takes in
the elementwise operations that only it reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from limpid.engines.native.merging import merge
from limpid.engines.native.recomputing import Recomputed
from limpid.engines.native.traits import (
    ABSORBING,
    FINISHABLE,
    LONG,
    VIEWS,
    base,
    is_named,
)
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph

# A nest that reads from more places than this runs out of registers.
MOST_LOADS = 24
# A unit of more operations is as long as any loop is worth; the next begins.
MOST_MEMBERS = 128


@dataclass(eq=False)
class Unit:
    """Operations that run as one nest: a head, if any, and elementwise members."""

    head: Tensor | None = None
    members: list[Tensor] = field(default_factory=list)
    before: "Unit | None" = None
    after: int = 0  # the units that must run first, as bits

    @property
    def nodes(self) -> list[Tensor]:
        """All operations, in order."""
        inner = self.before.nodes if self.before else []
        return inner + ([self.head] if self.head is not None else []) + self.members

    @property
    def inputs(self) -> list[Tensor]:
        """What is read and not computed inside, each once."""
        own = {id(n) for n in self.nodes}
        read = [x for n in self.nodes for x in n.inputs if id(x) not in own]
        return list({id(x): x for x in read}.values())


class Fusion:
    """The units of a graph, in an order in which they can run."""

    def __init__(self, graph: Graph) -> None:
        """Assign every operation to a unit."""
        self.graph = graph
        self.units: list[Unit] = []
        self.unit_of: dict[int, Unit] = {}
        self.recomputed = Recomputed(graph)
        self.users: dict[int, list[Tensor]] = {}
        for node in graph.nodes:
            for x in [] if node in self.recomputed else self.recomputed.reads(node):
                self.users.setdefault(id(x), []).append(node)
        self.kept = {id(y) for y in graph.outputs}
        for node in graph.nodes:
            if node.op is not None and node.is_symbolic:
                self._assign(node)
        merge(self)
        for unit in self.units:
            self._absorb(unit)

    def _assign(self, node: Tensor) -> None:
        if is_named(node, VIEWS) or node in self.recomputed:
            return
        assert node.op is not None
        *parts, _ = self.recomputed.chain(node)
        needs = self._units(self.recomputed.reads(node))
        joined = self._partner(node, needs) if node.op.is_elementwise else None
        if joined is None:
            joined = Unit()
            self.units.append(joined)
        if node.op.is_elementwise:
            known = set(map(id, joined.members))
            joined.members += [x for x in parts if id(x) not in known] + [node]
        else:
            joined.head, joined.before = node, Unit(members=parts) if parts else None
        self.unit_of[id(node)] = joined
        self._depend(joined, needs)

    def _units(self, tensors: Iterable[Tensor]) -> list[Unit]:
        bases = [base(x) for x in tensors]
        return [self.unit_of[id(x)] for x in bases if id(x) in self.unit_of]

    def _partner(self, node: Tensor, needs: list[Unit]) -> Unit | None:
        """Return the last unit that the node reads from directly and may join."""
        reads = self.recomputed.reads(node)
        for x in reversed(reads):
            unit = self.unit_of.get(id(x))
            if unit is None or x.shape != node.shape or not self._open(unit):
                continue
            if unit.head is not None and is_named(node, LONG):
                continue
            bit = 1 << self.units.index(unit)
            others = [u for u in needs if u is not unit]
            if not any(u.after & bit for u in others) and not self._looks(reads, unit):
                return unit
        return None

    def _looks(self, reads: list[Tensor], unit: Unit) -> bool:
        """Tell whether one of them is a view of what the unit has yet to store."""
        views = [x for x in reads if id(x) not in self.unit_of]
        return any(self.unit_of.get(id(base(x))) is unit for x in views)

    def _open(self, unit: Unit) -> bool:
        head = unit.head
        if head is not None and (head.op is None or head.op.name not in FINISHABLE):
            return False
        return len(unit.members) < MOST_MEMBERS and len(unit.inputs) < MOST_LOADS

    def _depend(self, unit: Unit, needs: list[Unit]) -> None:
        """Note that the unit runs after those it needs, and so do its users."""
        own = 1 << self.units.index(unit)
        before = 0
        for other in needs:
            if other is not unit:
                before |= other.after | 1 << self.units.index(other)
        unit.after |= before
        for other in self.units:
            if other.after & own:
                other.after |= unit.after

    def _absorb(self, unit: Unit) -> None:
        """Let a reduction compute what only it reads."""
        head = unit.head
        if head is None or not is_named(head, ABSORBING) or unit.before is not None:
            return
        source = head.inputs[0]
        inner = self.unit_of.get(id(source))
        if (
            inner is None
            or inner.head is not None
            or inner is unit
            or inner.before is not None
        ):
            return
        alone = self.users[id(source)] == [head] and id(source) not in self.kept
        if alone and self.results(inner) == [source]:
            unit.before = inner

    def results(self, unit: Unit) -> list[Tensor]:
        """Return the unit's tensors that are read outside of it."""
        own = {id(n) for n in unit.nodes}
        return [
            n
            for n in unit.nodes
            if n not in self.recomputed
            and (
                id(n) in self.kept
                or any(id(u) not in own for u in self.users.get(id(n), []))
            )
        ]

    def ordered(self) -> list[Unit]:
        """Return the units, each after those it reads from."""
        inner = {id(u.before) for u in self.units if u.before is not None}
        alive = [u for u in self.units if id(u) not in inner]
        return sorted(alive, key=lambda u: (u.after.bit_count(), self.units.index(u)))
