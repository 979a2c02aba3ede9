"""The native engine: a graph as machine code."""

import ctypes
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np

from limpid.engines.native.addresses import address_of
from limpid.engines.native.blueprint import segment_name, unpack
from limpid.engines.native.cache import cached
from limpid.engines.native.epochs import NativeEpochs
from limpid.engines.native.fallback import Fallback
from limpid.engines.native.fingerprint import fingerprint
from limpid.engines.native.machine import Library, context, host
from limpid.engines.native.memory import is_debugging
from limpid.engines.native.pace import paced
from limpid.engines.native.permuting import permuting
from limpid.engines.native.processors import count_threads
from limpid.engines.native.repeat import num_words
from limpid.engines.native.repetition import NativeRepetition
from limpid.engines.native.threads import pool
from limpid.engines.native.view import View
from limpid.engines.native.watch import Watch, warn_of_first_nonfinite
from limpid.engines.reference import describe
from limpid.engines.residence import Residence
from limpid.engines.stages import Stages
from limpid.errors import DataError, LimpidError, OutOfMemoryError
from limpid.graph.op import Array, Op
from limpid.graph.room import maker, room
from limpid.graph.tracing import Graph
from limpid.ops.scan import Scan

# The compiler itself is imported where it is needed: kept programs start without it.
if TYPE_CHECKING:
    from limpid.engines.native.llvm import Module
    from limpid.engines.native.lowering import Lowering, Step


class NativeProgram:
    """Nests in machine code, with the operations between that have none."""

    def __init__(self, graph: Graph) -> None:
        """Lower, compile, and set up the memory."""
        self.graph = graph
        key = fingerprint(graph, is_debugging(), *context(host()))
        self.blueprint = unpack(cached(key, self._drawn))
        self.library = Library(self.blueprint.code)
        self.pool = pool(count_threads() if self.blueprint.is_shared else 1)
        self._parts = [
            self._callable(segment_name(i)) if isinstance(part, list) else part
            for i, part in enumerate(self._segments())
        ]
        # Watched programs return after each step, to be looked at.
        self.can_repeat = self.blueprint.can_repeat and not is_debugging()
        self.in_place = tuple(self.blueprint.in_place)
        if self.can_repeat:
            self._many = self._callable("repeat")
            self.entry = self.library.address("repeat")
        self._lock = threading.Lock()
        self._loops: dict[int, Scan] = {}
        self._set_up_memory()

    def _drawn(self) -> bytes:
        from limpid.engines.native.drawing import draw

        return draw(self.lowering)

    @cached_property
    def lowering(self) -> "Lowering":
        """The graph as nests; made when it is first needed, not for cached code."""
        from limpid.engines.native.lowering import Lowering

        return Lowering(self.graph)

    @cached_property
    def stages(self) -> Stages:
        """The texts of the program's making."""
        from limpid.engines.native.printing import stages

        return stages(self.lowering, lambda: self.module)

    def _segments(self) -> list[Any]:
        if self.blueprint.is_complete:
            return [[]]
        from limpid.engines.native.segments import segments

        return segments(self.lowering.steps)

    @cached_property
    def module(self) -> "Module":
        """The program in LLVM's language; made when it is first needed."""
        from limpid.engines.native.segments import write_module

        return write_module(self.lowering)

    def _callable(self, name: str) -> Any:
        function = self.library.function(name, ctypes.c_int64, ctypes.c_int64)
        if self.pool.threads == 1:
            return lambda table, _=1: function(table, 0, 1)
        run = partial(self.pool.run, function, self.library.address(name))
        return paced(run, self.pool.threads)

    def _set_up_memory(self) -> None:
        blueprint, buffers = self.blueprint, self.blueprint.buffers
        try:
            arena = room(blueprint.arena_bytes)
        except MemoryError:
            raise OutOfMemoryError(self._needs()) from None
        self._watch = Watch(arena, buffers) if is_debugging() else None
        constants = blueprint.arrays() or self.lowering.constants
        self._error = constants[0]
        extra = num_words(self.graph)
        self.table = np.zeros(len(buffers) + extra, np.uintp)
        self.table[len(buffers)] = self.pool.address
        self._arrays: list[Any] = [None] * len(buffers)
        for i, buffer in enumerate(buffers):
            if buffer.kind == "arena" and buffer.first >= 0:
                raw = arena[buffer.number :][: buffer.num_bytes]
                self.table[i], self._arrays[i] = raw.ctypes.data, raw.view(buffer.dtype)
            elif buffer.kind == "constant":
                array = constants[buffer.number]
                self.table[i], self._arrays[i] = array.ctypes.data, array.reshape(-1)
        self._inputs = blueprint.numbers("input")
        self._variables: Sequence[Array] = ()
        self._outputs = blueprint.numbers("output")
        self._makers = [maker(y.shape, y.dtype) for y in self.graph.outputs]
        self._address = self.table.ctypes.data

    def _needs(self) -> str:
        """Say how much memory the program needs, and what for."""
        lowering = self.lowering
        arena = [i for i, b in enumerate(lowering.buffers) if b.kind == "arena"]
        largest = max(arena, key=lambda i: lowering.buffers[i].num_bytes)
        step = next(s for s in lowering.steps if largest in s.buffers)
        return (
            f"A step needs {lowering.arena_bytes / 2**30:.1f} GiB for its intermediate "
            f"results, {lowering.buffers[largest].num_bytes / 2**30:.1f} GiB of it for "
            f"one: {_title(step)}. That is more than "
            "this machine gives; take a smaller batch or a smaller network."
        )

    def __call__(
        self, inputs: Sequence[Array], variables: Sequence[Array] = ()
    ) -> list[Any]:
        """Run on the inputs' and variables' values and return the outputs'."""
        with self._lock:
            outputs = self._connect(inputs, variables)
            if self._watch:
                self._watch.poison()
            for part in self._parts:
                if isinstance(part, Fallback):
                    self._fall_back(part)
                else:
                    part(self._address)
            self._raise_for_indices()
            if self._watch:
                self._watch.check_canaries()
                given = [*inputs, *variables]
                warn_of_first_nonfinite(self.graph, given, outputs)
        return outputs

    def repetition(self, residence: Residence) -> NativeRepetition:
        """Return what takes many steps in one call, its variables at the residence."""
        return NativeRepetition(self, residence)

    def repeat(self, table: int, steps: int) -> None:
        """Run the steps that a table of addresses describes.

        Raises:
            DataError: An index was out of range; the steps before that one count.
        """
        with self.held():
            self._many(table, steps)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Use the program's memory alone.

        Raises:
            DataError: An index was out of range.
        """
        with self._lock:
            yield
            self._raise_for_indices()

    def _connect(
        self, inputs: Sequence[Array], variables: Sequence[Array] = ()
    ) -> list[Array]:
        """Point the table at what is given, and at new room for the outputs."""
        if len(inputs) + len(variables) != len(self._inputs):
            raise ValueError(f"Expected {len(self._inputs)} values of inputs.")
        self._point(self._inputs, inputs)
        # They are mostly what they were: so many take a while to look at.
        if variables is not self._variables:
            self._point(self._inputs[len(inputs) :], variables)
            self._variables = variables
        outputs = [make() for make in self._makers]
        self._point(self._outputs, outputs)
        return outputs

    def _point(self, numbers: Sequence[int], arrays: Sequence[Array]) -> None:
        for i, given in zip(numbers, arrays, strict=False):
            if given is not self._arrays[i]:
                self._arrays[i] = array = np.ascontiguousarray(given)
                self.table[i] = address_of(array)

    def _raise_for_indices(self) -> None:
        if self._error[0]:
            check, number, place = self._error.tolist()
            self._error[:] = 0
            raise DataError(self.module.checks[check - 1].message(number, place))

    @property
    def fallbacks(self) -> dict[str, str]:
        """The operations that run in the reference engine, each with the reason."""
        return {} if self.blueprint.is_complete else self.lowering.fallbacks

    @np.errstate(all="ignore")
    def _fall_back(self, step: Fallback) -> None:
        op = step.node.op
        assert op is not None
        try:
            results = self._reference(op)(*(self._array(v) for v in step.inputs))
        except LimpidError as error:
            self._error[:] = 0
            raise type(error)(f"{error} [{describe(step.node)}]") from None
        parts = results if isinstance(results, tuple) else (results,)
        for view, value in zip(step.outputs, parts, strict=True):
            self._array(view)[...] = value

    def _reference(self, op: Op) -> Any:
        """Return an operation's reference; a loop's body in it runs as machine code."""
        if not isinstance(op, Scan):
            return op.reference
        if id(op) not in self._loops:
            loop = replace(op)
            loop.__dict__["program"] = NativeProgram(op.body)
            self._loops[id(op)] = loop
        return self._loops[id(op)].reference

    def _array(self, view: View) -> Array:
        flat = self._arrays[view.buffer].reshape(-1)[view.offset :]
        strides = [s * flat.itemsize for s in view.strides]
        return np.lib.stride_tricks.as_strided(flat, view.shape, strides)


def _title(step: "Step") -> str:
    return describe(step.node) if isinstance(step, Fallback) else step.label


class NativeEngine:
    """Compiles graphs to machine code."""

    name = "native"

    def compile(self, graph: Graph) -> NativeProgram:
        """Return the graph as machine code."""
        return NativeProgram(graph)

    def epochs(self, parts: Sequence[Any]) -> NativeEpochs | None:
        """Return what runs whole epochs in one call, if the parts run on one thread.

        What is worth sharing takes so long that Python's share does not matter.
        """
        residences = {id(part.residence) for part in parts}
        shared = any(part.program.pool.threads > 1 for part in parts)
        return None if shared or len(residences) > 1 else NativeEpochs(parts)

    def permutation(self, count: int, seed: int, step: int) -> Array:
        """Return the order that follows from seed and step, as any engine would."""
        return permuting()(count, seed, step)
