"""Bodies: the graph of one step of a loop, closed over what it uses from outside."""

from collections.abc import Callable, Sequence

from limpid.graph.gradient import topological
from limpid.graph.op import Array
from limpid.graph.tensor import Tensor, apply
from limpid.graph.tracing import Graph, placeholder

__all__: list[str] = []


def closed(outputs: list[Tensor], inputs: list[Tensor]) -> tuple[list[Tensor], Graph]:
    """Return the outer tensors that a body uses, and a body that takes them as inputs.

    What depends on no input is computed once, outside, and taken as it is.
    """
    order = topological(outputs)
    inner = {id(x) for x in inputs}
    for node in order:
        if any(id(x) in inner for x in node.inputs):
            inner.add(id(node))
    steps = [x for x in order if id(x) in inner and x.op is not None]
    used = [x for step in steps for x in step.inputs] + outputs
    captured = list({id(x): x for x in used if id(x) not in inner}.values())
    arguments = [placeholder(x.shape, x.dtype, x.name) for x in captured]
    known = dict(zip(map(id, captured), arguments, strict=True))
    known.update({id(x): x for x in inputs})
    for step in steps:
        parts = tuple(known[id(x)] for x in step.inputs)
        copy = Tensor.symbol(step.shape, step.dtype, step.op, parts)
        copy.scope, copy.source = step.scope, step.source
        known[id(step)] = copy
    results = tuple(known[id(y)] for y in outputs)
    return captured, Graph((*inputs, *arguments), results)


def as_function(graph: Graph) -> Callable[[Sequence[Array]], list[Array]]:
    """Return a function that runs a closed graph on NumPy arrays."""
    slots = {id(x): i for i, x in enumerate(graph.inputs)}
    steps = []
    for node in graph.nodes:
        if node.op is not None:
            steps.append((node.op.reference, [slots[id(x)] for x in node.inputs]))
            slots[id(node)] = len(slots)
    wanted = [slots[id(y)] for y in graph.outputs]

    def run(inputs: Sequence[Array]) -> list[Array]:
        values = list(inputs)
        for function, places in steps:
            values.append(function(*[values[i] for i in places]))
        return [values[i] for i in wanted]

    return run


def replay(graph: Graph, inputs: Sequence[Tensor]) -> list[Tensor]:
    """Apply a closed graph's operations to other inputs; its constants stay."""
    return recompute(
        graph.outputs, dict(zip(map(id, graph.inputs), inputs, strict=True))
    )


def recompute(outputs: Sequence[Tensor], known: dict[int, Tensor]) -> list[Tensor]:
    """Compute tensors again from other values of some that they came from.

    Args:
        outputs: What is wanted.
        known: The values to start from, by the id of the tensors they stand for.
    """
    values = dict(known)
    for node in topological(outputs, known):
        if node.op is None or not node.is_symbolic:
            values[id(node)] = node
        else:
            values[id(node)] = apply(node.op, *(values[id(x)] for x in node.inputs))
    return [values[id(y)] for y in outputs]
