"""Lowering: from a graph's units to nests over buffers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from limpid.engines.native.apart import Loop, apart
from limpid.engines.native.fusion import Fusion, Unit
from limpid.engines.native.hoisting import hoisted
from limpid.engines.native.in_place import in_place
from limpid.engines.native.layout import BatchLast
from limpid.engines.native.memory import Buffer, numbers, plan
from limpid.engines.native.memory_words import ERROR_BUFFER, ERROR_WORDS
from limpid.engines.native.nest import Access, Body, Nest
from limpid.engines.native.pieces import find_pieces
from limpid.engines.native.rewrites import rewritten
from limpid.engines.native.splitting import split
from limpid.engines.native.traits import is_view
from limpid.engines.native.view import View, row_major
from limpid.engines.reference import describe
from limpid.graph.op import Array
from limpid.graph.shapes import Shape, product
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph

if TYPE_CHECKING:
    from limpid.engines.native.slices import Slices
    from limpid.engines.native.walk import Walk


class NotCompiled(Exception):  # noqa: N818 - no error: the reference engine takes over
    """A routine's word that it leaves an operation to the reference engine, and why."""


class Fallback:
    """An operation that the reference engine runs between nests, and why."""

    def __init__(
        self, node: Tensor, inputs: Sequence[View], outputs: Sequence[View], reason: str
    ) -> None:
        """Store where it reads and writes."""
        self.node, self.inputs, self.outputs = node, tuple(inputs), tuple(outputs)
        self.reason = reason

    @property
    def buffers(self) -> list[int]:
        """The memory blocks touched."""
        return [v.buffer for v in (*self.inputs, *self.outputs)]


Step: TypeAlias = "Nest | Walk | Slices | Fallback"


class Lowering:
    """The nests of a graph, the buffers they use, and where each tensor lies."""

    def __init__(
        self,
        graph: Graph,
        strides: Sequence[Shape | None] | None = None,
        loop: Loop | None = None,
    ) -> None:
        """Lower every unit and plan the memory.

        Args:
            graph: What is computed.
            strides: How each argument lies in memory, in elements; None: row-major.
            loop: Of a loop's body, what its arguments are.
        """
        self.graph = graph = rewritten(graph)
        self.steps: list[Step] = []
        self.buffers: list[Buffer] = [Buffer(ERROR_WORDS, "int64", "constant", 0)]
        assert ERROR_BUFFER == 0
        self.constants: list[Array] = [np.zeros(ERROR_WORDS, np.int64)]
        self._views: dict[int, Any] = {}
        # Matrices laid out anew, by where they lie: products share them.
        self.panels: dict[View, View] = {}
        self.fusion = Fusion(graph)
        self._batch_last = BatchLast(self.fusion)
        for i, x in enumerate(graph.inputs):
            view = self._buffer(x.shape, str(x.dtype), "input", i)
            given = strides[i] if strides else None
            self._views[id(x)] = view if given is None else replace(view, strides=given)
        self._wanted = self._output_buffers()
        self.pieces = find_pieces(self.fusion)
        # The unit that each step was lowered from; the steps that follow copy outputs.
        self.units: list[Unit] = []
        for unit in self.fusion.ordered():
            self._lower(unit)
            self.units += [unit] * (len(self.steps) - len(self.units))
        self._write_remaining_outputs()
        self._hoist(loop)
        self.is_apart = bool(loop and self._part(loop))
        self._live()
        self.arena_bytes = plan(self.buffers)
        # Written buffers that may lie where a variable is read.
        nests = [s for s in self.steps if not isinstance(s, Fallback)]
        is_whole = len(nests) == len(self.steps)
        self.in_place = in_place(self._assigned(), nests) if is_whole else {}

    def _assigned(self) -> list[tuple[int, int]]:
        """Return the buffers of each variable that is read and assigned: old, new."""
        graph, inputs = self.graph, self.numbers("input")
        first = len(graph.inputs) - len(graph.variables)
        read = {id(v): inputs[first + i] for i, v in enumerate(graph.variables)}
        written = self.numbers("output")[len(graph.outputs) - len(graph.updates) :]
        pairs = zip(graph.updates, written, strict=True)
        return [(read[id(v)], new) for v, new in pairs if id(v) in read]

    # Buffers and views

    def _buffer(self, shape: Shape, dtype: str, kind: str, number: int = -1) -> View:
        self.buffers.append(Buffer(product(shape), dtype, kind, number))
        return View(len(self.buffers) - 1, dtype, tuple(shape), row_major(tuple(shape)))

    def new(self, shape: Shape, dtype: str) -> View:
        """Return room for an intermediate result."""
        return self._buffer(shape, dtype, "arena")

    def new_like(self, view: View, shape: Shape, dtype: str) -> View:
        """Return room for an intermediate result in the layout of another."""
        room = self.new(shape, dtype)
        return room.batch_last() if view.is_batch_last else room

    def _output_buffers(self) -> dict[int, View]:
        """Return a buffer for each output, one of them for each tensor that is one."""
        wanted: dict[int, View] = {}
        self.output_views: list[View] = []
        for i, y in enumerate(self.graph.outputs):
            view = self._buffer(y.shape, str(y.dtype), "output", i)
            self.output_views.append(view)
            wanted.setdefault(id(y), view)
        return wanted

    def result(self, node: Tensor) -> View:
        """Return where a node's value goes: an output's buffer or a new one."""
        view = self._wanted.get(id(node))
        if view is None:
            view = self.new(node.shape, str(node.dtype))
            view = view.batch_last() if node in self._batch_last else view
        self._views[id(node)] = view
        return view

    def everywhere(self, node: Tensor) -> list[View]:
        """Return where a value goes: to all places where it is joined, or to its own.

        An output has its own in any case.
        """
        pieces = self.pieces.get(id(node), [])
        views = [self.joined(piece.whole).part(piece.key) for piece in pieces]
        if id(node) in self._wanted or not views:
            views.insert(0, self.result(node))
        self._views[id(node)] = views[0]
        return views

    def joined(self, node: Tensor) -> View:
        """Return where parts are joined; whoever computes the first makes the room."""
        view: View = self._views.get(id(node)) or self.result(node)
        return view

    def results(self, node: Tensor) -> list[View]:
        """Return where each of a node's values goes; most have one."""
        if not isinstance(node.dtype, tuple):
            return [self.result(node)]
        parts = zip(node.shape, node.dtype, strict=True)
        views = [self.new(s, str(d)) for s, d in parts]
        self.place(node, views)
        return views

    def place(self, node: Tensor, views: list[View]) -> None:
        """Say where each of a node's values lies."""
        self._views[id(node)] = views

    def numbers(self, kind: str) -> list[int]:
        """Return the buffers of a kind, in the order of what they hold."""
        return numbers(self.buffers, kind)

    def view(self, x: Tensor) -> View:
        """Return where a tensor's value lies."""
        if id(x) not in self._views:
            if not x.is_symbolic:
                self._views[id(x)] = self.constant(x.value)
            elif x.op is not None and is_view(x.op):
                self._views[id(x)] = self._look(x)
        view: View = self._views[id(x)]
        return view

    def places(self, x: Tensor) -> list[View]:
        """Return where a tensor's values lie; nowhere if none is kept."""
        found = self._views.get(id(x), [])
        return found if isinstance(found, list) else [found]

    def constant(self, value: Array) -> View:
        """Return room that holds a value already."""
        self.constants.append(np.ascontiguousarray(value))
        number = len(self.constants) - 1
        return self._buffer(value.shape, str(value.dtype), "constant", number)

    def _look(self, x: Tensor) -> View:
        """Return the view that an operation such as transpose makes of its input."""
        op = x.op
        assert op is not None
        if op.name == "item":
            parts: list[View] = self._views[id(x.inputs[0])]
            return parts[op.index]  # type: ignore[attr-defined]
        source = self.view(x.inputs[0])
        if op.name == "transpose":
            return source.transposed(op.axes)  # type: ignore[attr-defined]
        if op.name == "broadcast_to":
            return source.broadcast(x.shape)
        if op.name == "get_item":
            return source.part(op.key)  # type: ignore[attr-defined]
        if op.name == "reshape":
            found = source.reshaped(x.shape)
            return found if found is not None else self._compact(source, x.shape)
        return source

    def _compact(self, source: View, shape: Shape) -> View:
        copy = self.new(source.shape, source.dtype)
        self.copy(source, copy)
        reshaped = copy.reshaped(shape)
        assert reshaped is not None
        return reshaped

    # Nests

    def add(self, step: "Nest | Walk | Slices") -> None:
        """Append a nest, or its parts if it is a long reduction; or a loop of nests."""
        self.steps += split(step, self.new) if isinstance(step, Nest) else [step]

    def fill(self, target: View, number: float) -> None:
        """Write a number everywhere."""
        self.add(filling(target, number))

    def copy(self, source: View, target: View) -> None:
        """Copy elements."""
        self.add(copying(source, target))

    def _lower(self, unit: Unit) -> None:
        if unit.head is None:
            self._map(unit)
            return
        routine = find_routine(unit.head)
        if routine is None:
            self._fall_back(unit.head, "NumPy's own routine does it")
            return
        try:
            routine(unit.head, Target(self, unit))
        except NotCompiled as reason:
            self._fall_back(unit.head, str(reason))

    def _map(self, unit: Unit) -> None:
        """Lower elementwise operations to one nest over their shape."""
        places = [(y, v) for y in self.fusion.results(unit) for v in self.everywhere(y)]
        expression = Expression(unit.nodes, [y for y, _ in places])
        shape = expression.results[0].shape
        loads = tuple(self.view(x).broadcast(shape).all() for x in expression.inputs)
        stores = tuple(view.all() for _, view in places)
        label = "; ".join(describe(n) for n in unit.nodes)
        self.add(Nest(shape, len(shape), loads, stores, expression.body, label=label))

    def _fall_back(self, node: Tensor, reason: str) -> None:
        inputs = [self.view(x) for x in node.inputs]
        self.steps.append(Fallback(node, inputs, self.results(node), reason))

    def _write_remaining_outputs(self) -> None:
        """Copy outputs that are inputs, constants, views or outputs twice over."""
        for y, target in zip(self.graph.outputs, self.output_views, strict=True):
            source = self.view(y)
            if source != target:
                self.copy(source, target)

    @property
    def fallbacks(self) -> dict[str, str]:
        """The operations left to the reference engine, each with the reason."""
        steps = (s for s in self.steps if isinstance(s, Fallback))
        return {describe(s.node): s.reason for s in steps}

    def _hoist(self, loop: Loop | None) -> None:
        """Put first what is the same in every round; its results stay."""
        first = self._same_in_every_round(loop.captured) if loop else []
        self.num_hoisted = len(first)
        known = set(map(id, first))
        order = sorted(
            range(len(self.steps)), key=lambda i: id(self.steps[i]) not in known
        )
        self.units = [self.units[i] for i in order if i < len(self.units)]
        self.steps = [self.steps[i] for i in order]
        for number in (n for nest in first for n in nest.writes):
            self.buffers[number].first, self.buffers[number].last = 0, len(self.steps)

    def _same_in_every_round(self, captured: int) -> list[Nest]:
        still = {i for i, b in enumerate(self.buffers) if b.kind == "constant"}
        inputs = self.numbers("input")
        still.update(inputs[len(inputs) - captured :])
        steps = [s for s in self.steps if not isinstance(s, Fallback)]
        return hoisted(steps, self.buffers, still - {ERROR_BUFFER})

    def _part(self, loop: Loop) -> bool:
        """Let rows go through the loop apart from each other; tell whether they do."""
        count, rest = self.num_hoisted, self.steps[self.num_hoisted :]
        carried = self.numbers("input")[: loop.carries]
        shape = self.graph.inputs[0].shape if carried else ()
        together = apart(rest, self.buffers, carried, shape[0] if shape else 0)
        if together is not None:
            nodes = [node for unit in self.units[count:] for node in unit.nodes]
            self.units[count:] = [Unit(members=nodes)]
            self.steps[count:] = [together]
        return together is not None

    def _live(self) -> None:
        for i, step in enumerate(self.steps):
            for number in step.buffers:
                buffer = self.buffers[number]
                buffer.first = i if buffer.first < 0 else buffer.first
                buffer.last = max(buffer.last, i)


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


def is_number(x: Tensor) -> bool:
    """Tell whether a tensor is a constant of one element."""
    return not x.is_symbolic and x.size == 1


class Target:
    """What a routine writes to: its unit's head, with what surrounds it fused in."""

    def __init__(self, lowering: Lowering, unit: Unit) -> None:
        """Belong to a unit."""
        self.lowering, self.unit = lowering, unit
        self.view, self.new = lowering.view, lowering.new
        self.new_like = lowering.new_like
        self.fill, self.copy, self.add = lowering.fill, lowering.copy, lowering.add

    def result(self) -> View:
        """Return room for the head's value alone; for routines that cannot finish."""
        assert self.unit.head is not None
        return self.lowering.result(self.unit.head)

    def source(self, x: Tensor) -> tuple[list[View], Body]:
        """Return what a reduction reads: a tensor, or the operations absorbed."""
        inner = self.unit.before
        if inner is None:
            return [self.view(x)], lambda _, loaded: loaded
        expression = Expression(inner.nodes, [x])
        return [
            self.view(v).broadcast(x.shape) for v in expression.inputs
        ], expression.body

    def expression(self) -> "tuple[Expression, list[View]]":
        """Return what is computed from each element of the head, and where it goes."""
        assert self.unit.head is not None
        results = self.lowering.fusion.results(self.unit)
        expression = Expression(self.unit.members, results, given=[self.unit.head])
        return expression, [self.lowering.result(y) for y in results]

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
        stored = self.lowering.fusion.results(self.unit)
        is_stored = any(x is head for x in stored)
        return self.result() if is_stored else self.new(head.shape, str(head.dtype))

    def finish_after(self, value: View) -> None:
        """Finish the head's value in a nest of its own, if anything is left to do."""
        head, members = self.unit.head, self.unit.members
        assert head is not None
        results = [y for y in self.lowering.fusion.results(self.unit) if y is not head]
        if not results:
            return
        expression = Expression(members, results, given=[head])
        read = [self.view(x).broadcast(head.shape) for x in expression.inputs]
        loads = tuple(v.all() for v in (value, *read))
        stores = tuple(self.lowering.result(y).all() for y in results)
        rank, body = len(head.shape), expression.body
        self.add(Nest(head.shape, rank, loads, stores, body, label=self.label()))

    def conclude(self, value: View) -> None:
        """Work on the head's value, already stored, as its unit's members do."""
        ending = self.finish(View.all)
        self.add(
            Nest(
                value.shape,
                len(value.shape),
                (value.all(), *ending["late_loads"]),
                ending["stores"],
                ending["finish"],
                label=self.label(),
            )
        )

    def label(self) -> str:
        """Return what is computed, for which layer, from which line."""
        return "; ".join(describe(n) for n in self.unit.nodes)


def find_routine(node: Tensor) -> Callable[[Tensor, Target], None] | None:
    """Return an operation's routine, or None if there is none.

    It is the function of the operation's name, in the file named like the file that
    defines the operation.
    """
    assert node.op is not None
    stem = type(node.op).__module__.rsplit(".", maxsplit=1)[-1]
    try:
        module = import_module(f"limpid.engines.native.routines.{stem}")
    except ModuleNotFoundError:
        return None
    return getattr(module, node.op.name, None)
