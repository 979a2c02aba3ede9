"""Expressions: elementwise operations as the body of a nest."""

from collections.abc import Sequence
from typing import Any

from limpid.engines.native.nest import Nest
from limpid.engines.native.view import View
from limpid.graph.printing import is_number
from limpid.graph.tensor import Tensor


class Expression:
    """Elementwise operations as the body of a nest."""

    def __init__(
        self,
        nodes: Sequence[Tensor],
        results: Sequence[Tensor],
        given: Sequence[Tensor] = (),
    ) -> None:
        """Find out what is read; the body gets `given` tensors first."""
        own = {id(n) for n in nodes} | {id(n) for n in given}
        read = {id(x): x for n in nodes for x in n.inputs if id(x) not in own}
        self.nodes, self.results, self.given = nodes, results, given
        self.numbers = {i: x for i, x in read.items() if is_number(x)}
        self.inputs = [x for i, x in read.items() if i not in self.numbers]

    def body(self, b: Any, loaded: Sequence[Any]) -> list[Any]:
        """Compute the results from the loaded elements, in the engine's words."""
        values = {
            id(x): v for x, v in zip([*self.given, *self.inputs], loaded, strict=True)
        }
        for i, x in self.numbers.items():
            values[i] = b.number(x.value.item(), str(x.dtype))
        for node in self.nodes:
            assert node.op is not None
            values[id(node)] = node.op.emit(b, *(values[id(x)] for x in node.inputs))
        return [values[id(y)] for y in self.results]


def filling(target: View, number: float) -> Nest:
    """Return the nest that writes a number everywhere."""
    dtype = target.dtype
    return Nest(
        target.shape,
        len(target.shape),
        (),
        (target.all(),),
        lambda b, _: [b.number(number, dtype)],
        label=f"fill {number}",
    )


def copying(source: View, target: View) -> Nest:
    """Return the nest that copies elements."""
    loads, stores = (source.all(),), (target.all(),)
    kept = len(target.shape)
    return Nest(target.shape, kept, loads, stores, lambda _, x: x, label="copy")
