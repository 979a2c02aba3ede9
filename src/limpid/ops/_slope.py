"""Slope: the gradient of one step of a loop, as a graph, and what it needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from limpid.graph.dtypes import is_float
from limpid.graph.gradient import gradients, topological
from limpid.graph.op import Op
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph, placeholder
from limpid.ops._body import replay
from limpid.ops._pieces import joined

__all__: list[str] = []

# Elementwise, but many instructions each.
LONG = {"exp", "log", "tanh", "sigmoid", "softplus", "erf", "sin", "cos", "pow"}
# They move elements, and compute nothing.
MOVING = {"reshape", "transpose", "broadcast_to", "get_item", "set_item", "concat"}


@dataclass(frozen=True, eq=False)
class Slope:
    """From the cotangents of a body's results to those of its inputs.

    Attributes:
        sources: The body's inputs.
        results: The body's results, made of them.
        seeds: The results' cotangents, by the results' numbers.
        found: The inputs' cotangents, by the inputs' numbers; none that is zero.
    """

    sources: Sequence[Tensor]
    results: Sequence[Tensor]
    seeds: dict[int, Tensor]
    found: dict[int, Tensor]

    @classmethod
    def of(cls, body: Graph, numbers: Iterable[int]) -> "Slope":
        """Return the slope of some of a body's results, by their numbers."""
        sources = [placeholder(x.shape, x.dtype, x.name) for x in body.inputs]
        results = replay(body, sources)
        floats = {i: results[i] for i in numbers if is_float(results[i].dtype)}
        seeds = {i: placeholder(y.shape, y.dtype) for i, y in floats.items()}
        wanted = {i: x for i, x in enumerate(sources) if is_float(x.dtype)}
        given = list(seeds.values())
        found = gradients(list(floats.values()), list(wanted.values()), given)
        outputs = joined([*found, *results])
        pairs = zip(wanted, outputs, strict=False)
        slopes = {i: g for i, g in pairs if not is_nothing(g)}
        return cls(sources, outputs[len(found) :], seeds, slopes)

    @cached_property
    def after(self) -> set[int]:
        """The ids of what depends on a cotangent."""
        return reached(self.found.values(), self.seeds.values())

    def varying(self, captured: Sequence[Tensor]) -> set[int]:
        """Return the ids of what is another thing at each step."""
        fixed = set(map(id, captured))
        moving = [x for x in self.sources if id(x) not in fixed]
        outputs = [*self.found.values(), *self.results]
        return reached(outputs, [*moving, *self.seeds.values()])

    def worth_keeping(
        self, wanted: Sequence[Tensor], known: Iterable[int], varying: set[int]
    ) -> list[Tensor]:
        """Return what was computed on the way there, at a cost, and is needed again.

        Args:
            wanted: What is to be computed on the way back.
            known: The ids of what is at hand.
            varying: The ids of what is another thing at each step.
        """
        kept, seen, stack = [], set(known), list(wanted)
        while stack:
            node = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            before = id(node) not in self.after and id(node) in varying
            if before and node.op is not None and costs(node.op):
                kept.append(node)
            else:
                stack.extend(node.inputs)
        return kept


def read(wanted: Sequence[Tensor], known: Iterable[int]) -> set[int]:
    """Return the ids of all tensors that the wanted ones are computed from."""
    order = topological(wanted, known)
    return {id(x) for node in order for x in node.inputs} | set(map(id, wanted))


def costs(op: Op) -> bool:
    """Return whether computing a result again takes longer than reading it."""
    if op.is_elementwise:
        return op.name in LONG
    return op.name not in MOVING


def reached(outputs: Iterable[Tensor], origins: Iterable[Tensor]) -> set[int]:
    """Return the ids of the origins and of all that depends on them."""
    result = set(map(id, origins))
    for node in topological(outputs):
        if any(id(x) in result for x in node.inputs):
            result.add(id(node))
    return result


def is_nothing(x: Tensor) -> bool:
    """Return whether x is the constant zero that stands for no cotangent."""
    if x.is_symbolic or x.op is not None or any(x.value.strides):
        return False
    return x.size > 0 and not x.value.flat[0]
