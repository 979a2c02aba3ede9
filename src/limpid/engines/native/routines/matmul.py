"""Matrix products."""

from dataclasses import replace

import numpy as np

from limpid.engines.native.nest import Nest
from limpid.engines.native.target import Target
from limpid.engines.native.traits import is_named
from limpid.engines.native.view import View
from limpid.graph.shapes import product
from limpid.graph.tensor import Tensor

# A second matrix read fewer times than this is not worth copying in another order.
FEW_ROWS = 4
# Rows so many bytes apart, or a multiple, fall into the same few places of a cache; of
# more rows than these some drive out the others.
CROWDED_BYTES, MANY_ROWS = 2048, 512
# Of more rows than these so many do that a copy pays for a single product; one of more
# elements takes too much memory.
VERY_MANY_ROWS, MOST_COPIED = 2048, 2**21
# Columns of a panel: a pair of the widest vectors.
PANEL = 32


def matmul(node: Tensor, target: Target) -> None:
    """Lower x @ y: the rows of x, the columns of y as lanes, the inner axis reduced."""
    x, y = (target.view(v) for v in node.inputs)
    batch = node.shape[:-2]
    x, y = x.broadcast((*batch, *x.shape[-2:])), y.broadcast((*batch, *y.shape[-2:]))
    rows, inner, columns = x.shape[-2], x.shape[-1], y.shape[-1]
    if y.strides[-1] != 1 and rows >= FEW_ROWS:
        packed = target.new(y.shape, y.dtype)
        target.copy(y, packed)
        y = packed
    lead = range(len(batch))
    i, j = len(batch), len(batch) + 1

    def store(view: View):  # type: ignore[no-untyped-def] # noqa: ANN202
        return view.access(*lead, i, j, None)

    nest = Nest(
        (*batch, rows, columns, inner),
        len(batch) + 2,
        (x.access(*lead, i, None, j), y.access(*lead, None, j, i)),
        body=lambda b, v: [b.mul(*v)],
        reduction="sum",
        accumulator=str(node.dtype),
        product=True,
        label=target.label(),
        **target.finish(store),
    )
    if _is_crowded(y) and (_pays_alone(y) or _is_shared(node, target)):
        nest = _over_panels(nest, _panels(y, target))
    target.add(nest)


def _is_crowded(y: View) -> bool:
    """Tell whether a matrix lies badly in caches, and can be cut into panels."""
    row_bytes = y.strides[-2] * np.dtype(y.dtype).itemsize
    is_crowded = row_bytes % CROWDED_BYTES == 0 and y.shape[-2] >= MANY_ROWS
    return is_crowded and len(y.shape) == 2 and y.shape[-1] % PANEL == 0


def _pays_alone(y: View) -> bool:
    """Tell whether a copy of a crowded matrix pays for a single product."""
    return y.shape[-2] >= VERY_MANY_ROWS and product(y.shape) <= MOST_COPIED


def _is_shared(node: Tensor, target: Target) -> bool:
    """Tell whether other products read the same matrix: a copy pays for several."""
    y = node.inputs[1]
    users = target.fusion.users[id(y)]
    return sum(is_named(u, {"matmul"}) and u.inputs[1] is y for u in users) > 1


def _panels(matrix: View, target: Target) -> View:
    """Return a matrix in panels of some columns, the rows of each in a run."""
    known = target.places.panels
    if matrix not in known:
        (rows, columns), (down, along) = matrix.shape, matrix.strides
        shape, strides = (columns // PANEL, rows, PANEL), (PANEL * along, down, along)
        known[matrix] = target.new(shape, matrix.dtype)
        target.copy(replace(matrix, shape=shape, strides=strides), known[matrix])
    return known[matrix]


def _over_panels(nest: Nest, panels: View) -> Nest:
    """Return the product with its second matrix read panel by panel."""
    count, _, _ = panels.shape
    nest = nest.divided(1, count)
    return replace(nest, loads=(nest.loads[0], panels.access(None, 0, 2, 1)))
