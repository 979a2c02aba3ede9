"""Batches: matrix products that are added up are one product, added up as it goes.

Such is the gradient of a kernel that every matrix of a batch was multiplied by, as in a
dense layer on sequences:

    as recorded:  sum(x.T @ g, axis=0)      as computed:  einsum("bkn,bnm->km", x.T, g)

The products of the single matrices are never stored.
"""

from dataclasses import replace
from string import ascii_letters

from limpid.engines.native.simplify import count_readers, remade, with_inputs
from limpid.engines.native.traits import is_named
from limpid.graph.arithmetic import Sum
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph
from limpid.ops.einsum import Einsum


def batches_added(graph: Graph) -> Graph:
    """Return the graph with sums of matrix products taken as they are multiplied."""
    if not any(is_named(x, {"matmul"}) and len(x.shape) > 2 for x in graph.nodes):
        return graph
    readers = count_readers(graph)
    new: dict[int, Tensor] = {}
    for node in graph.nodes:
        inputs = tuple(new[id(x)] for x in node.inputs)
        if is_sum_of_products(node) and readers[id(node.inputs[0])] == 1:
            new[id(node)] = _added(node, *inputs[0].inputs)
        else:
            new[id(node)] = with_inputs(node, inputs)
    return replace(graph, outputs=tuple(new[id(y)] for y in graph.outputs))


def is_sum_of_products(node: Tensor) -> bool:
    """Tell whether a tensor adds up whole matrices of a batch of products."""
    if not isinstance(node.op, Sum) or not node.is_symbolic or node.op.keepdims:
        return False
    (x,) = node.inputs
    batch = len(x.shape) - 2
    is_product = is_named(x, {"matmul"}) and x.dtype.kind == "f" and x.size > 0
    return is_product and bool(node.op.axes) and max(node.op.axes) < batch


def _added(node: Tensor, x: Tensor, y: Tensor) -> Tensor:
    """Return the sum over some of the axes that two batches of matrices share."""
    assert isinstance(node.op, Sum)
    count = max(len(x.shape), len(y.shape)) - 2
    batch, (i, j, k) = ascii_letters[:count], tuple(ascii_letters[count : count + 3])
    first = batch[count + 2 - len(x.shape) :] + i + k
    second = batch[count + 2 - len(y.shape) :] + k + j
    kept = "".join(c for axis, c in enumerate(batch) if axis not in node.op.axes)
    return remade(node, (x, y), op=Einsum((first, second), kept + i + j))
