"""Asked: a loop computes only what somebody asks for.

The way back through a loop returns what all its inputs would receive; most of them are
weights, some are mere numbers, such as the 1 of 1 - z, whose totals nobody reads. Such
results go, carries among them, with what in the loop is computed for them alone. And a
number from outside is a number inside, not an argument:

    as recorded:  c, t = step(c, x, one), t + sum(c)    as computed:  c = step(c, x)
"""

from collections.abc import Collection
from dataclasses import replace

from limpid.engines.native.simplify import with_inputs
from limpid.graph.gradient import Item, topological
from limpid.graph.printing import is_number
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph
from limpid.ops.scan import Scan


def asked_only(graph: Graph) -> Graph:
    """Return the graph with loops that compute nothing in vain."""
    asked = _asked(graph)
    if not asked:
        return graph
    new: dict[int, Tensor] = {}
    kept: dict[int, list[int]] = {}
    for node in graph.nodes:
        inputs = tuple(new[id(x)] for x in node.inputs)
        if id(node) in asked:
            kept[id(node)] = _results(node, asked[id(node)])
            new[id(node)] = _reduced(node, inputs, kept[id(node)])
        elif isinstance(node.op, Item) and id(node.inputs[0]) in kept:
            number = kept[id(node.inputs[0])].index(node.op.index)
            new[id(node)] = _like(node, Item(number), inputs)
        else:
            new[id(node)] = with_inputs(node, inputs)
    return replace(graph, outputs=tuple(new[id(y)] for y in graph.outputs))


def _asked(graph: Graph) -> dict[int, set[int]]:
    """Return which results of each loop somebody reads, by the loop's id."""
    loops = {id(x): set[int]() for x in graph.nodes if isinstance(x.op, Scan)}
    for node in graph.nodes:
        if isinstance(node.op, Item) and id(node.inputs[0]) in loops:
            loops[id(node.inputs[0])].add(node.op.index)
    return loops


def _results(node: Tensor, asked: Collection[int]) -> list[int]:
    """Return the results that are asked for, and the carries that these depend on."""
    op: Scan = node.op  # type: ignore[assignment]
    kept, known = sorted(asked), 0
    while len(kept) > known:
        known = len(kept)
        read = set(map(id, topological(op.body.outputs[i] for i in kept)))
        carried = {i for i in range(op.carries) if id(op.body.inputs[i]) in read}
        kept = sorted({*kept, *carried})
    return kept


def _reduced(node: Tensor, inputs: tuple[Tensor, ...], results: list[int]) -> Tensor:
    """Return the loop with some of its results, and the inputs that these take."""
    op: Scan = node.op  # type: ignore[assignment]
    outputs = [op.body.outputs[i] for i in results]
    carries = [i for i in results if i < op.carries]
    read = set(map(id, topological(outputs)))
    others = range(op.carries, len(inputs))
    taken = [i for i in others if id(op.body.inputs[i]) in read]
    last = op.carries + op.sequences
    numbers = {i for i in taken if i >= last and is_number(inputs[i])}
    chosen = [*carries, *(i for i in taken if i not in numbers)]
    known = {id(op.body.inputs[i]): inputs[i] for i in numbers}
    less = replace(
        op,
        body=Graph(tuple(op.body.inputs[i] for i in chosen), _given(outputs, known)),
        carries=len(carries),
        sequences=sum(i < last for i in taken),
    )
    return _like(node, less, tuple(inputs[i] for i in chosen))


def _given(outputs: list[Tensor], known: dict[int, Tensor]) -> tuple[Tensor, ...]:
    """Return what is computed if some tensors are known."""
    if not known:
        return tuple(outputs)
    new = dict(known)
    for node in topological(outputs, known):
        new[id(node)] = with_inputs(node, tuple(new[id(x)] for x in node.inputs))
    return tuple(new[id(y)] for y in outputs)


def _like(node: Tensor, op: Scan | Item, inputs: tuple[Tensor, ...]) -> Tensor:
    """Return another operation's result as one of the same layer and line."""
    shape = op.shape(*(x.shape for x in inputs))  # type: ignore[arg-type]
    dtype = op.dtype(*(x.dtype for x in inputs))  # type: ignore[arg-type]
    made = Tensor.symbol(shape, dtype, op, inputs, node.name)
    made.scope, made.source = node.scope, node.source
    return made
