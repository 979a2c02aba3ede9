"""Recomputing: cheap results are computed anew where they are read, not stored.

An addition takes less than a nanosecond for a whole vector, a vector's way to memory
and back many times that. So the slope of an activation is computed from its result
once more when the gradient needs it, and a centered value from what was centered:
what they are computed from is stored in any case.
"""

from collections.abc import Iterable

from limpid.engines.native.traits import ABSORBING, CHEAP, FINISHABLE, base, is_named
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph

# Longer chains are worth the memory.
MOST_OPERATIONS = 10
# What storing a result costs, in reads of as many elements.
STORING = 2


class Recomputed:
    """Which results are computed where they are read, and with what.

    Attributes:
        chains: By a result's id, the operations it takes, itself the last.
    """

    def __init__(self, graph: Graph) -> None:
        """Choose among a graph's operations."""
        self.chains: dict[int, list[Tensor]] = {}
        self._kept = {id(base(y)) for y in graph.outputs}
        self._users: dict[int, list[Tensor]] = {}
        for node in graph.nodes:
            for x in node.inputs:
                self._users.setdefault(id(x), []).append(node)
        for node in graph.nodes:
            if is_named(node, CHEAP) and self._pays(node):
                self.chains[id(node)] = self.chain(node)

    def __contains__(self, x: Tensor) -> bool:
        """Tell whether a result is computed where it is read."""
        return id(x) in self.chains

    def chain(self, node: Tensor) -> list[Tensor]:
        """Return what a node takes: the chains of its inputs, then itself."""
        parts = (y for x in node.inputs for y in self.chains.get(id(x), ()))
        return _once([*parts, node])

    def reads(self, node: Tensor) -> list[Tensor]:
        """Return the stored tensors from which a node is computed."""
        chain = self.chain(node)
        own = set(map(id, chain))
        return _once(x for y in chain for x in y.inputs if id(x) not in own)

    def _pays(self, node: Tensor) -> bool:
        """Tell whether reading what it is computed from costs less than storing it."""
        users = self._users.get(id(node), [])
        if not users or id(node) in self._kept:
            return False
        if len(self.chain(node)) > MOST_OPERATIONS:
            return False
        large = _once(base(x) for x in self.reads(node) if x.size == node.size)
        again = (len(large) - 1) * (len(users) - 1)
        return (
            again < STORING
            and all(map(self._is_stored, large))
            and all(_can_compute(user, node) for user in users)
        )

    def _is_stored(self, x: Tensor) -> bool:
        """Tell whether a tensor lies in memory in any case."""
        if x.op is None or not x.is_symbolic or id(x) in self._kept:
            return True
        if not x.op.is_elementwise and x.op.name not in FINISHABLE:
            return True
        users = self._users[id(x)]
        return any(u.op is not None and not u.op.is_elementwise for u in users)


def _can_compute(user: Tensor, x: Tensor) -> bool:
    """Tell whether an operation can compute one of its inputs by the way."""
    assert user.op is not None
    if user.op.is_elementwise:
        return user.shape == x.shape
    others = user.inputs[1:]
    return user.op.name in ABSORBING and not any(x is y for y in others)


def _once(tensors: Iterable[Tensor]) -> list[Tensor]:
    return list({id(x): x for x in tensors}.values())
