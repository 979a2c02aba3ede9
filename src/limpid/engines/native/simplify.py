"""Simplification: what is computed twice is computed once, what says nothing goes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from limpid.engines.native.fingerprint import operation
from limpid.engines.native.traits import is_named
from limpid.graph.op import Op
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph


def simplified(graph: Graph) -> Graph:
    """Return the graph with equal operations on equal inputs merged into the first.

    Such are the optimizer's factors, which each weight's update computes anew, and
    what a gradient needs again of the forward pass.
    """
    kept: dict[Any, Tensor] = {}
    merged: dict[int, Tensor] = {}
    for node in graph.nodes:
        merged[id(node)] = _merge(node, merged, kept)
    outputs = tuple(merged[id(y)] for y in graph.outputs)
    return replace(graph, outputs=outputs)


def _merge(node: Tensor, merged: dict[int, Tensor], kept: dict[Any, Tensor]) -> Tensor:
    if not node.is_symbolic:
        return kept.setdefault(_constant(node), node)
    if node.op is None:
        return node
    inputs = tuple(merged[id(x)] for x in node.inputs)
    if node.op.name == "reshape" and is_named(inputs[0], {"reshape"}):
        # The elements' order is the same: the shape between says nothing.
        inputs = inputs[0].inputs
    if _is_idle(node, inputs):
        return inputs[0]
    key = repr(operation(node.op)), tuple(map(id, inputs))
    if key not in kept:
        kept[key] = with_inputs(node, inputs)
    return kept[key]


def count_readers(graph: Graph) -> dict[int, int]:
    """Return how often each tensor that is read at all is read, by its id.

    Being an output counts once.
    """
    counts = {id(y): 1 for y in graph.outputs}
    for x in (x for node in graph.nodes for x in node.inputs):
        counts[id(x)] = counts.get(id(x), 0) + 1
    return counts


def _is_idle(node: Tensor, inputs: Sequence[Tensor]) -> bool:
    """Tell whether an operation's result is its first input."""
    assert node.op is not None
    # It has told the gradient where to stop.
    same = node.op.name == "reshape" and node.shape == inputs[0].shape
    return same or node.op.name == "stop_gradient"


def _constant(node: Tensor) -> Any:
    """Return a key that equal numbers share; arrays are told apart by identity."""
    if node.size != 1:
        return id(node)
    # The bits, so that -0.0 stays apart from 0.0.
    return str(node.dtype), node.shape, node.value.tobytes()


def with_inputs(node: Tensor, inputs: tuple[Tensor, ...]) -> Tensor:
    """Return a node of other inputs; the node itself if they are its own."""
    same = all(a is b for a, b in zip(inputs, node.inputs, strict=True))
    return node if same else remade(node, inputs)


def remade(
    node: Tensor,
    inputs: tuple[Tensor, ...],
    shape: Shape | None = None,
    op: Op | None = None,
) -> Tensor:
    """Return a node of the same layer and line, of other inputs, shape or operation."""
    shape = node.shape if shape is None else shape
    copy = Tensor.symbol(shape, node.dtype, op or node.op, inputs, node.name)
    copy.scope, copy.source = node.scope, node.source
    return copy
