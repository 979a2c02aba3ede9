"""The reference engine: the graph, operation by operation, in NumPy.

It is the truth the other engines are held to: every operation's value is the one
its own file gives.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from limpid.engines.protocol import Repetition
from limpid.engines.residence import Residence
from limpid.engines.stages import Stages
from limpid.errors import LimpidError
from limpid.graph.op import Array
from limpid.graph.printing import print_graph, source_line
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph
from limpid.random.permutation import permutation


@dataclass(frozen=True)
class Step:
    """One operation: where its inputs lie, where its value goes, what dies then."""

    function: Callable[..., Any]
    inputs: tuple[int, ...]
    output: int
    dead: tuple[int, ...]
    node: Tensor


class ReferenceProgram:
    """A list of steps over numbered slots."""

    can_repeat = False
    in_place = ()
    fallbacks: ClassVar[dict[str, str]] = {}

    def __init__(self, graph: Graph) -> None:
        """Number the tensors and find out when each is used last."""
        self.stages = Stages({"graph": lambda: print_graph(graph)})
        slots = {id(x): i for i, x in enumerate(graph.inputs)}
        for node in graph.nodes:
            slots.setdefault(id(node), len(slots))
        self._inputs = len(graph.inputs)
        self._outputs = [slots[id(y)] for y in graph.outputs]
        self._start: list[Any] = [None] * len(slots)
        for node in graph.nodes:
            if node.op is None or not node.is_symbolic:
                self._start[slots[id(node)]] = node._value  # noqa: SLF001
        self._steps = _steps(graph, slots, set(self._outputs))

    @np.errstate(all="ignore")
    def __call__(
        self, inputs: Sequence[Array], variables: Sequence[Array] = ()
    ) -> list[Any]:
        """Run every step; a value is freed after its last use."""
        slots = self._start.copy()
        slots[: self._inputs] = *inputs, *variables
        for step in self._steps:
            try:
                value = step.function(*[slots[i] for i in step.inputs])
            except LimpidError as error:
                raise type(error)(f"{error} [{describe(step.node)}]") from None
            slots[step.output] = value
            for i in step.dead:
                slots[i] = None
        return [np.array(slots[i]) for i in self._outputs]

    def repetition(self, residence: Residence) -> Repetition:
        """Refuse: the reference engine runs single steps."""
        raise NotImplementedError


def _steps(graph: Graph, slots: dict[int, int], kept: set[int]) -> list[Step]:
    nodes = [n for n in graph.nodes if n.op is not None and n.is_symbolic]
    last_use: dict[int, int] = {}
    for i, node in enumerate(nodes):
        last_use.update({slots[id(x)]: i for x in node.inputs})
    dying: dict[int, list[int]] = {}
    for slot, i in last_use.items():
        if slot not in kept:
            dying.setdefault(i, []).append(slot)
    return [
        Step(
            node.op.reference,  # type: ignore[union-attr]
            tuple(slots[id(x)] for x in node.inputs),
            slots[id(node)],
            tuple(dying.get(i, ())),
            node,
        )
        for i, node in enumerate(nodes)
    ]


def describe(node: Tensor) -> str:
    """Return what a node is and where it came from, for messages."""
    op = node.op.name if node.op else "input"
    layer = f" in {'/'.join(node.scope)}" if node.scope else ""
    return f"{op}{layer}" + (f", {source_line(node.source)}" if node.source else "")


class ReferenceEngine:
    """Runs graphs in NumPy."""

    name = "reference"

    def compile(self, graph: Graph) -> ReferenceProgram:
        """Return the graph as a list of NumPy calls."""
        return ReferenceProgram(graph)

    def epochs(self, *_: Any) -> None:
        """Take no whole epochs in one call."""

    def permutation(self, count: int, seed: int, step: int) -> Array:
        """Return the order that follows from seed and step."""
        return permutation(count, seed, step)
