"""Pooling: a maximum is taken before a rising function, not after.

Where f rises, the largest f(x) is f of the largest x: f is computed once for each
window instead of for each element. So is its slope, for cotangents reach nothing but
the winners; and their sums are taken before they are spread out.

Of two elements so close that f rounds both to the same number, the first in its window
won before, the larger one wins now. Rounding has the last word on such pairs in any
order of computation; where f is flat, as relu is below 0, neither gets anything.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from limpid.engines.native.simplify import remade, with_inputs
from limpid.engines.native.traits import is_named
from limpid.graph.arithmetic import Sum
from limpid.graph.printing import is_number
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph
from limpid.ops.max_pool import MaxPool, MaxPoolGradient

# Functions that rise, or stay, wherever their argument rises.
RISING = {"exp", "relu", "sigmoid", "tanh"}


@dataclass
class Swap:
    """A rising function y = f(x), the pool that reads it, and all that follows from y.

    Attributes:
        y: The function's result.
        pool: Its largest elements.
        slopes: The ids of what is computed from y alone, element by element.
        routed: The ids of cotangents on their way back through the pool and f.
    """

    y: Tensor
    pool: Tensor
    slopes: set[int] = field(default_factory=set)
    routed: set[int] = field(default_factory=set)

    def follow(self, nodes: Sequence[Tensor]) -> bool:
        """Sort in what reads y; tell whether the pool and its gradient are all."""
        self.slopes.add(id(self.y))
        return all(self._take(node) for node in nodes)

    def _take(self, node: Tensor) -> bool:
        """Tell whether a node stays right when the pool comes first."""
        if self.factors(node) or self._is_gradient(node):
            self.routed.add(id(node))
        elif node is self.pool or not any(id(x) in self.slopes for x in node.inputs):
            return True
        elif self._is_slope(node):
            self.slopes.add(id(node))
        else:
            return False
        return True

    def factors(self, node: Tensor) -> tuple[Tensor, Tensor] | None:
        """Return a cotangent under way and the slope it is multiplied by, if it is."""
        if is_named(node, {"multiply"}):
            x, y = node.inputs
            for g, slope in ((x, y), (y, x)):
                if id(g) in self.routed and id(slope) in self.slopes:
                    return g, slope
        return None

    def _is_gradient(self, node: Tensor) -> bool:
        if not isinstance(node.op, MaxPoolGradient):
            return False
        assert isinstance(self.pool.op, MaxPool)
        g, largest, x = node.inputs
        same = node.op == self.pool.op.to(MaxPoolGradient)
        return same and largest is self.pool and x is self.y and g is not self.y

    def _is_slope(self, node: Tensor) -> bool:
        alone = (id(x) in self.slopes or is_number(x) for x in node.inputs)
        assert node.op is not None
        return node.op.is_elementwise and node.shape == self.y.shape and all(alone)


def pools_first(graph: Graph) -> Graph:
    """Return the graph with maxima taken before rising functions, not after."""
    rewriting = Rewriting(find_swaps(graph))
    for node in graph.nodes:
        rewriting.take(node)
    outputs = tuple(rewriting.new[id(y)] for y in graph.outputs)
    return replace(graph, outputs=outputs)


def find_swaps(graph: Graph) -> list[Swap]:
    """Return the pools that can change places with the function they read."""
    kept = {id(y) for y in graph.outputs}
    found = []
    for pool in graph.nodes:
        if is_named(pool, {"max_pool"}) and is_named(pool.inputs[0], RISING):
            swap = Swap(pool.inputs[0], pool)
            if swap.follow(graph.nodes) and not swap.slopes & kept:
                found.append(swap)
    return found


class Rewriting:
    """Makes a graph anew, node by node.

    Attributes:
        new: By a node's id, what stands for it.
    """

    def __init__(self, swaps: Sequence[Swap]) -> None:
        """Carry out the swaps."""
        self.new: dict[int, Tensor] = {}
        self._swaps = {id(s.pool): s for s in swaps}
        for swap in swaps:
            members = swap.slopes | swap.routed
            self._swaps.update(dict.fromkeys(members, swap))
        # The largest x by the id of y, and the routed cotangents before the pool.
        self._largest: dict[int, Tensor] = {}
        self._cotangents: dict[int, Tensor] = {}

    def take(self, node: Tensor) -> None:
        """Make one node."""
        swap = self._swaps.get(id(node))
        self.new[id(node)] = self._swapped(node, swap) if swap else self._same(node)

    def _same(self, node: Tensor) -> Tensor:
        if not node.is_symbolic:
            return node
        inputs = self._inputs(node)
        if is_named(node, {"sum"}) and _reaches_all(node, inputs[0]):
            inputs = inputs[0].inputs[:1]
        return with_inputs(node, inputs)

    def _inputs(self, node: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.new[id(x)] for x in node.inputs)

    def _swapped(self, node: Tensor, swap: Swap) -> Tensor:
        inputs, shape = self._inputs(node), swap.pool.shape
        if node is swap.pool:
            return inputs[0]
        if node is swap.y:
            self._largest[id(node)] = remade(swap.pool, inputs)
            return remade(node, (self._largest[id(node)],), shape)
        if id(node) in swap.slopes:
            return remade(node, inputs, shape)
        return self._routed(node, swap)

    def _routed(self, node: Tensor, swap: Swap) -> Tensor:
        """Multiply by the slope before the cotangent is handed to the winner."""
        factors, cotangent = swap.factors(node), self.new[id(node.inputs[0])]
        if factors is not None:
            g, slope = factors
            pair = self._cotangents[id(g)], self.new[id(slope)]
            cotangent = remade(node, pair, swap.pool.shape)
        self._cotangents[id(node)] = cotangent
        (x,) = self._inputs(swap.y)
        assert isinstance(swap.pool.op, MaxPool)
        op = swap.pool.op.to(MaxPoolGradient)
        return remade(node, (cotangent, self._largest[id(swap.y)], x), x.shape, op)


def _reaches_all(node: Tensor, x: Tensor) -> bool:
    """Tell whether a sum of what a pool's gradient spreads takes in whole windows."""
    if not isinstance(x.op, MaxPoolGradient) or not x.is_symbolic:
        return False
    assert isinstance(node.op, Sum)
    # A window that reached no element but padding would have no winner.
    pairs = zip(x.op.size, x.op.padding, strict=True)
    inside = all(max(pad) < n for n, pad in pairs) and set(x.op.dilation) == {1}
    return inside and set(range(1, len(x.shape) - 1)) <= set(node.op.axes)
