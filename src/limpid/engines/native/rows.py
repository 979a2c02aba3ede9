"""Rows: what is done to every row alone is done before rows are taken or arranged.

A table has fewer rows than are taken from it: 65 characters, 2,500 of them in a batch.
Then its rows are multiplied by a matrix first, and products are taken instead. On the
way back, the cotangents of equal rows are added up before they are multiplied:

    as recorded:  take(E, i) @ K         as computed:  take(E @ K, i)
                  take(E, i).T @ g                     E.T @ take_gradient(g, i)
                  take_gradient(g @ W, i)              take_gradient(g, i) @ W

A row that nobody takes may hold anything, infinity and NaN too: it stays out of sums.

Likewise a bias is added before a product's rows are arranged in another shape: there
the nest of the product does it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from limpid.engines.native.simplify import count_readers, simplified, with_inputs
from limpid.engines.native.traits import is_named
from limpid.graph.arithmetic import Reshape
from limpid.graph.op import Op
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.graph.tracing import Graph
from limpid.ops.greater import Greater
from limpid.ops.take import Take, TakeGradient
from limpid.ops.transpose import Transpose
from limpid.ops.where import Where

# Of so many rows taken from a table one is its own: fewer are not worth the detour.
FEWEST_TAKEN = 2
# Columns of a table from which on products cost more than gathering them.
WIDE = 8


@dataclass(frozen=True)
class Arranged:
    """Rows of a source in another order or shape: reshaped, transposed, kept whole.

    Attributes:
        source: Whose rows they are.
        views: What arranges them, the first first.
    """

    source: Tensor
    views: tuple[Tensor, ...]

    @classmethod
    def of(cls, x: Tensor) -> "Arranged":
        """Return a tensor's rows as they were before they were arranged."""
        views = []
        while _keeps_rows(x):
            views.append(x)
            (x,) = x.inputs
        return cls(x, tuple(reversed(views)))

    def again(self, rows: Tensor) -> Tensor:
        """Arrange other rows, as many of them, in the same way."""
        for view in self.views:
            op = view.op
            if isinstance(op, Reshape):
                op = Reshape((*view.shape[:-1], rows.shape[-1]))
            assert op is not None
            rows = _like(view, op, rows)
        return rows

    def undone(self, rows: Tensor) -> Tensor:
        """Arrange other rows as they were in the source."""
        for view in reversed(self.views):
            before = (*view.inputs[0].shape[:-1], rows.shape[-1])
            if isinstance(view.op, Transpose):
                order: Op = Transpose(tuple(map(int, np.argsort(view.op.axes))))
            else:
                order = Reshape(before)
            rows = _like(view, order, rows)
        return rows


def _keeps_rows(x: Tensor) -> bool:
    """Tell whether a tensor arranges rows, all numbers of a row side by side."""
    if not is_named(x, {"reshape", "transpose"}) or not x.size:
        return False
    (before,) = x.inputs
    if isinstance(x.op, Transpose):
        return x.op.axes[-1:] == (len(x.shape) - 1,)
    return bool(x.shape) and x.shape[-1:] == before.shape[-1:]


def _like(node: Tensor, op: Op, *inputs: Tensor) -> Tensor:
    """Return an operation's result as one of the same layer and line as a node."""
    made = apply(op, *inputs)
    made.scope, made.source = node.scope, node.source
    return made


def rows_first(graph: Graph) -> Graph:
    """Return the graph with rows multiplied first, then taken or arranged."""
    if not any(is_named(x, {"matmul"}) for x in graph.nodes):
        return graph
    rewriting = Rewriting(graph)
    for node in graph.nodes:
        rewriting.take(node)
    outputs = tuple(rewriting.new[id(y)] for y in graph.outputs)
    # Two gradients of a table's rows need the same sums.
    return simplified(replace(graph, outputs=outputs))


class Rewriting:
    """Makes a graph anew, node by node.

    Attributes:
        new: By a node's id, what stands for it.
    """

    def __init__(self, graph: Graph) -> None:
        """Note who reads what."""
        self.new: dict[int, Tensor] = {}
        self._readers = count_readers(graph)

    def take(self, node: Tensor) -> None:
        """Make one node."""
        self.new[id(node)] = self._made(node) if node.is_symbolic else node

    def _made(self, node: Tensor) -> Tensor:
        inputs = tuple(self.new[id(x)] for x in node.inputs)
        for rule in RULES.get(node.op.name, ()) if node.op is not None else ():
            # What is read by others too is computed in any case.
            is_free = rule is not _gradient_of_taken or self._is_alone(node.inputs[0])
            found = rule(node, *inputs) if is_free else None
            if found is not None:
                return found
        return with_inputs(node, inputs)

    def _is_alone(self, x: Tensor) -> bool:
        """Tell whether a product, arranged, has no other reader."""
        arranged = Arranged.of(x)
        chain = (x, *arranged.views, arranged.source)
        return all(self._readers[id(y)] == 1 for y in chain)


def _table(x: Tensor) -> tuple[Tensor, Tensor] | None:
    """Return the table and the indices if rows of a matrix are taken, many times."""
    if not is_named(x, {"take"}):
        return None
    table, indices = x.inputs
    assert isinstance(x.op, Take)
    fits = x.op.axis == 0 and len(table.shape) == 2
    return (table, indices) if fits and _pays(table.shape, indices) else None


def _pays(shape: Sequence[int], indices: Tensor) -> bool:
    rows, columns = shape
    return columns >= WIDE and FEWEST_TAKEN * rows <= product(indices.shape)


def _product_of_taken(node: Tensor, x: Tensor, kernel: Tensor) -> Tensor | None:
    """Return take(E @ K, i) for take(E, i) @ K."""
    arranged = Arranged.of(x)
    found = _table(arranged.source)
    if found is None or len(kernel.shape) != 2:
        return None
    table, indices = found
    assert node.op is not None
    taken = _like(node, Take(0), _like(node, node.op, table, kernel), indices)
    return arranged.again(taken)


def _sum_of_taken(node: Tensor, x: Tensor, g: Tensor) -> Tensor | None:
    """Return E.T @ take_gradient(g, i) for take(E, i).T @ g."""
    if not isinstance(x.op, Transpose) or x.op.axes != (1, 0) or len(g.shape) != 2:
        return None
    arranged = Arranged.of(x.inputs[0])
    found = _table(arranged.source)
    if found is None:
        return None
    table, indices = found
    sums = _like(node, TakeGradient(0, table.shape[0]), arranged.undone(g), indices)
    known = _like(node, x.op, _where_taken(node, table, indices))
    assert node.op is not None
    return _like(node, node.op, known, sums)


def _gradient_of_taken(node: Tensor, g: Tensor, indices: Tensor) -> Tensor | None:
    """Return take_gradient(g, i) @ W for take_gradient(g @ W, i)."""
    arranged, op, sizes = Arranged.of(g), node.op, node.shape
    product_ = arranged.source
    assert isinstance(op, TakeGradient)
    if not is_named(product_, {"matmul"}) or op.axis or len(sizes) != 2:
        return None
    left, right = product_.inputs
    if len(right.shape) != 2 or not _pays(sizes, indices):
        return None
    assert product_.op is not None
    sums = _like(node, op, arranged.again(left), indices)
    return _where_taken(node, _like(product_, product_.op, sums, right), indices)


def _where_taken(node: Tensor, rows: Tensor, indices: Tensor) -> Tensor:
    """Return rows of a table with zeros for those that nobody takes."""
    count = TakeGradient(0, rows.shape[0])
    times = _like(node, count, _ones(indices.shape), indices)
    column = _like(node, Reshape((rows.shape[0], 1)), times)
    zero = as_tensor(np.zeros((), rows.dtype))
    known = _like(node, Greater(), column, as_tensor(np.float32(0)))
    return _like(node, Where(), known, rows, zero)


@cache
def _ones(shape: Shape) -> Tensor:
    """Return ones, the same tensor each time: what is computed of them is merged."""
    return as_tensor(np.broadcast_to(np.float32(1), shape))


def _biased(node: Tensor, *inputs: Tensor) -> Tensor | None:
    """Return rows with a bias added before they are taken or arranged."""
    for x, bias in (inputs, reversed(inputs)):
        is_bias = all(n == 1 for n in bias.shape[:-1])
        if is_bias and x.shape == node.shape and len(x.shape) > 1:
            arranged = Arranged.of(x)
            rows = _with_bias(node, arranged.source, bias)
            if rows is not None:
                return arranged.again(rows)
    return None


def _with_bias(node: Tensor, x: Tensor, bias: Tensor) -> Tensor | None:
    """Return products with a bias added, be they taken from a table of them."""
    assert node.op is not None
    if is_named(x, {"matmul"}):
        row = _like(node, Reshape(bias.shape[-1:]), bias) if bias.shape else bias
        return _like(node, node.op, x, row)
    found = _table(x)
    if found is None:
        return None
    table, indices = found
    rows = _with_bias(node, table, bias)
    return None if rows is None else _like(node, Take(0), rows, indices)


RULES: dict[str, tuple[Callable[..., Tensor | None], ...]] = {
    "matmul": (_product_of_taken, _sum_of_taken),
    "add": (_biased,),
    "take_gradient": (_gradient_of_taken,),
}
