"""Totals: what all steps of a loop together hand to one of its inputs."""

from limpid.graph.arithmetic import Add, BroadcastTo, Negative, Reshape, Sum, reshape
from limpid.graph.arithmetic import sum as sum_over
from limpid.graph.tensor import Tensor, apply
from limpid.graph.tracing import placeholder
from limpid.ops.concat import Concat
from limpid.ops.get_item import GetItem, SetItem
from limpid.ops.matmul import Matmul, matmul
from limpid.ops.transpose import Transpose, transpose

__all__: list[str] = []

# What they make of a sum is the sum of what they make of its terms.
LINEAR = (BroadcastTo, Concat, GetItem, Negative, Reshape, SetItem, Transpose)
LAST_TWO = (0, 2, 1)


class Totals:
    """Written with placeholders for stacks, and for sums that the loop has to make.

    Attributes:
        stacked: The values whose stacks are used, each with its placeholder.
        summed: The values whose sums are used, each with its placeholder.
    """

    def __init__(self, length: int, varying: set[int]) -> None:
        self.length, self.varying = length, varying
        self.stacked: dict[int, tuple[Tensor, Tensor]] = {}
        self.summed: dict[int, tuple[Tensor, Tensor]] = {}

    def stack(self, node: Tensor) -> Tensor:
        """Return a value of all steps, along a new first axis."""
        op = node.op
        if isinstance(op, Transpose):
            axes = (0, *(axis + 1 for axis in op.axes))
            return transpose(self.stack(node.inputs[0]), axes)
        if isinstance(op, Reshape):
            return reshape(self.stack(node.inputs[0]), (self.length, *node.shape))
        stand_in = placeholder((self.length, *node.shape), node.dtype)
        return self.stacked.setdefault(id(node), (node, stand_in))[1]

    def total(self, node: Tensor) -> Tensor:
        """Return a value's sum over all steps."""
        op, inputs = node.op, node.inputs
        if isinstance(op, Add) and all(x.shape == node.shape for x in inputs):
            return self.total(inputs[0]) + self.total(inputs[1])
        if isinstance(op, LINEAR):
            return apply(op, *map(self.total, inputs))
        if isinstance(op, Matmul) and self._is_stackable(node):
            return _contracted(*map(self.stack, inputs))
        if isinstance(op, Sum) and id(inputs[0]) in self.stacked:
            axes = (0, *(axis + 1 for axis in op.axes))
            return reshape(sum_over(self.stack(inputs[0]), axes), node.shape)
        stand_in = placeholder(node.shape, node.dtype)
        return self.summed.setdefault(id(node), (node, stand_in))[1]

    def _is_stackable(self, node: Tensor) -> bool:
        varying = all(id(x) in self.varying for x in node.inputs)
        return varying and len(node.shape) == 2


def _contracted(a: Tensor, b: Tensor) -> Tensor:
    """Return the sum of a[t] @ b[t] over all t: one product, of all rows at once."""
    rows = _swapped(a)
    count = rows.shape[0] * rows.shape[1]
    left = reshape(rows, (count, rows.shape[2]))
    return matmul(transpose(left), reshape(b, (count, b.shape[2])))


def _swapped(a: Tensor) -> Tensor:
    twice = isinstance(a.op, Transpose) and a.op.axes == LAST_TWO
    return a.inputs[0] if twice else transpose(a, LAST_TWO)
