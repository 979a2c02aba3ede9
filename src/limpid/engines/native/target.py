"""Targets: what an operation's routine writes to."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from limpid.engines.native.expression import Expression, copying, filling
from limpid.engines.native.fusion import Unit
from limpid.engines.native.nest import Access, Body, Nest
from limpid.engines.native.view import View
from limpid.engines.reference import describe
from limpid.graph.tensor import Tensor

if TYPE_CHECKING:
    from limpid.engines.native.lowering import Lowering


class NotCompiled(Exception):  # noqa: N818 - no error: the reference engine takes over
    """A routine's word that it leaves an operation to the reference engine, and why."""


class Target:
    """What a routine writes to: its unit's head, with what surrounds it fused in."""

    def __init__(self, lowering: "Lowering", unit: Unit) -> None:
        """Belong to a unit."""
        self.unit, self.fusion = unit, lowering.fusion
        self.places, self.add = lowering.places, lowering.add
        self.view, self.new = self.places.view, self.places.new
        self.new_like = self.places.new_like

    def fill(self, view: View, number: float) -> None:
        """Write a number everywhere."""
        self.add(filling(view, number))

    def copy(self, source: View, view: View) -> None:
        """Copy elements."""
        self.add(copying(source, view))

    def result(self) -> View:
        """Return room for the head's value alone; for routines that cannot finish."""
        assert self.unit.head is not None
        return self.places.result(self.unit.head)

    def source(self, x: Tensor) -> tuple[list[View], Body]:
        """Return what a reduction reads: a tensor, or the operations absorbed."""
        inner = self.unit.before
        if inner is None:
            return [self.view(x)], lambda _, loaded: loaded
        expression = Expression(inner.nodes, [x])
        return [
            self.view(v).broadcast(x.shape) for v in expression.inputs
        ], expression.body

    def expression(self) -> tuple[Expression, list[View]]:
        """Return what is computed from each element of the head, and where it goes."""
        assert self.unit.head is not None
        results = self.fusion.results(self.unit)
        expression = Expression(self.unit.members, results, given=[self.unit.head])
        return expression, [self.places.result(y) for y in results]

    def finish(
        self, axes: Callable[[View], Access], cast: str | None = None
    ) -> dict[str, Any]:
        """Return a nest's late loads, finish and stores for the unit's members.

        Args:
            axes: Gives the nest's access to a view of the head's shape.
            cast: The type that the reduced value is brought back to, if it differs.
        """
        head = self.unit.head
        assert head is not None
        expression, results = self.expression()
        late = [self.view(x).broadcast(head.shape) for x in expression.inputs]

        def body(b: Any, values: Sequence[Any]) -> list[Any]:
            first = values[0] if cast is None else b.cast(values[0], cast)
            return expression.body(b, [first, *values[1:]])

        return {
            "late_loads": tuple(map(axes, late)),
            "stores": tuple(map(axes, results)),
            "finish": body,
        }

    def alone(self) -> View:
        """Return room for the head's value before it is finished."""
        head = self.unit.head
        assert head is not None
        stored = self.fusion.results(self.unit)
        is_stored = any(x is head for x in stored)
        return self.result() if is_stored else self.new(head.shape, str(head.dtype))

    def finish_after(self, value: View) -> None:
        """Finish the head's value in a nest of its own, if anything is left to do."""
        head = self.unit.head
        assert head is not None
        results = [y for y in self.fusion.results(self.unit) if y is not head]
        if results:
            expression = Expression(self.unit.members, results, given=[head])
            self.apply(expression, value, [self.places.result(y) for y in results])

    def conclude(self, value: View) -> None:
        """Work on the head's value, already stored, as its unit's members do."""
        expression, results = self.expression()
        self.apply(expression, value, results)

    def apply(
        self, expression: Expression, value: View, results: Sequence[View]
    ) -> None:
        """Compute results of the head's value, already stored, in a nest of its own."""
        read = [self.view(x).broadcast(value.shape) for x in expression.inputs]
        loads = tuple(v.all() for v in (value, *read))
        stores = tuple(v.all() for v in results)
        rank, body = len(value.shape), expression.body
        self.add(Nest(value.shape, rank, loads, stores, body, label=self.label()))

    def label(self) -> str:
        """Return what is computed, for which layer, from which line."""
        return "; ".join(describe(n) for n in self.unit.nodes)
