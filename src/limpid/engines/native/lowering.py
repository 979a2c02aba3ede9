"""Lowering: from a graph's units to nests over buffers."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TypeAlias

from limpid.engines.native.apart import Loop, apart
from limpid.engines.native.expression import Expression, copying
from limpid.engines.native.fallback import Fallback
from limpid.engines.native.fusion import Fusion, Unit
from limpid.engines.native.hoisting import hoisted
from limpid.engines.native.in_place import in_place
from limpid.engines.native.memory import ERROR_BUFFER, numbers, plan
from limpid.engines.native.nest import Nest
from limpid.engines.native.places import Places
from limpid.engines.native.rewrites import rewritten
from limpid.engines.native.splitting import split
from limpid.engines.native.target import NotCompiled, Target
from limpid.engines.reference import describe
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor
from limpid.graph.tracing import Graph

if TYPE_CHECKING:
    from limpid.engines.native.slices import Slices
    from limpid.engines.native.walk import Walk


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
        self.fusion = Fusion(graph)
        self.places = Places(self.fusion, strides, self.add)
        self.buffers, self.constants = self.places.buffers, self.places.constants
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

    def numbers(self, kind: str) -> list[int]:
        """Return the buffers of a kind, in the order of what they hold."""
        return numbers(self.buffers, kind)

    def add(self, step: "Nest | Walk | Slices") -> None:
        """Append a nest, or its parts if it is a long reduction; or a loop of nests."""
        self.steps += split(step, self.places.new) if isinstance(step, Nest) else [step]

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
        places = [
            (y, v) for y in self.fusion.results(unit) for v in self.places.everywhere(y)
        ]
        expression = Expression(unit.nodes, [y for y, _ in places])
        shape = expression.results[0].shape
        loads = tuple(
            self.places.view(x).broadcast(shape).all() for x in expression.inputs
        )
        stores = tuple(view.all() for _, view in places)
        label = "; ".join(describe(n) for n in unit.nodes)
        self.add(Nest(shape, len(shape), loads, stores, expression.body, label=label))

    def _fall_back(self, node: Tensor, reason: str) -> None:
        inputs = [self.places.view(x) for x in node.inputs]
        self.steps.append(Fallback(node, inputs, self.places.results(node), reason))

    def _write_remaining_outputs(self) -> None:
        """Copy outputs that are inputs, constants, views or outputs twice over."""
        for y, target in zip(self.graph.outputs, self.places.output_views, strict=True):
            source = self.places.view(y)
            if source != target:
                self.add(copying(source, target))

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
