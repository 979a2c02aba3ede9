"""Sums of products over named axes: one matrix-like nest for each pair of operands."""

from dataclasses import dataclass

from limpid.engines.native.nest import Access, Nest
from limpid.engines.native.routines.reduction import product_sum
from limpid.engines.native.target import Target
from limpid.engines.native.view import View
from limpid.graph.shapes import product
from limpid.graph.tensor import Tensor

# An operand read fewer times than this is not worth copying in another order.
FEW_READS = 4


@dataclass(frozen=True)
class Term:
    """An operand with its axes' names."""

    labels: str
    view: View

    def access(self, order: str, sizes: dict[str, int]) -> Access:
        """Return the access of a nest whose axes have these names."""
        strides = dict(zip(self.labels, self.spread(sizes).strides, strict=True))
        walk = tuple(strides.get(label, 0) for label in order)
        return Access(self.view.buffer, self.view.dtype, walk, self.view.offset)

    def spread(self, sizes: dict[str, int]) -> View:
        """Return the operand with axes of size 1 repeated."""
        return self.view.broadcast(tuple(sizes[label] for label in self.labels))


def einsum(node: Tensor, target: Target) -> None:
    """Lower the operands in pairs, from the left."""
    op = node.op
    output: str = op.output  # type: ignore[union-attr]
    pairs = zip(op.inputs, node.inputs, strict=True)  # type: ignore[union-attr]
    terms = [Term(labels, target.view(x)) for labels, x in pairs if not is_one(x)]
    sizes = op.sizes(tuple(x.shape for x in node.inputs))  # type: ignore[union-attr]
    while len(terms) > 2:
        first, second, *rest = terms
        used = {*output, *(c for t in rest for c in t.labels)}
        kept = [c for c in dict.fromkeys(first.labels + second.labels) if c in used]
        between = Term(
            "".join(kept), target.new(tuple(sizes[c] for c in kept), str(node.dtype))
        )
        contract(target, [first, second], between.labels, sizes, between.view)
        terms = [between, *rest]
    contract(target, terms, output, sizes, None)


def is_one(x: Tensor) -> bool:
    """Tell whether a factor is the number 1."""
    return not x.is_symbolic and x.shape == () and bool(x.value == 1)


def contract(
    target: Target,
    terms: list[Term],
    output: str,
    sizes: dict[str, int],
    room: View | None,
) -> None:
    """Lower one sum of products; without room, to where the einsum's result goes."""
    inner = dict.fromkeys("".join(t.labels for t in terms))
    order = output + "".join(c for c in inner if c not in output)
    reads = product(sizes[c] for c in order)
    terms = [_packed(target, t, output, reads) for t in terms]
    none = (None,) * (len(order) - len(output))

    def store(view: View) -> Access:
        return view.access(*range(len(output)), *none)

    target.add(
        Nest(
            tuple(sizes[c] for c in order),
            len(output),
            tuple(t.access(order, sizes) for t in terms),
            label=target.label(),
            **product_sum(target, store, room, len(terms)),
        )
    )


def _packed(target: Target, term: Term, output: str, reads: int) -> Term:
    """Return an operand whose elements lie side by side along the result's rows."""
    row = output[-1:]
    if (
        row not in term.labels
        or not row
        or reads < FEW_READS * product(term.view.shape)
    ):
        return term
    axis = term.labels.index(row)
    if term.view.strides[axis] in {0, 1} or term.view.shape[axis] == 1:
        return term
    order = [i for i in range(len(term.labels)) if i != axis] + [axis]
    turned = term.view.transposed(order)
    copy = target.new(turned.shape, turned.dtype)
    target.copy(turned, copy)
    return Term("".join(term.labels[i] for i in order), copy)
