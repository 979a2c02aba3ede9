"""Compile: a Python function traced once per shape and run by an engine."""

import gc
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from limpid.engines.choice import get_engine
from limpid.engines.protocol import Epochs, Program, Repetition
from limpid.engines.residence import Residence
from limpid.graph.op import Array
from limpid.graph.tensor import Tensor, as_array, as_tensor
from limpid.graph.tracing import Graph, trace
from limpid.graph.tree import leaves, map_leaves
from limpid.graph.variable import Values, Variable

# Programs kept for different shapes: a batch, its remainder, and some to spare.
KEPT_PROGRAMS = 16


class Repeated:
    """A compiled function as steps on batch after batch of whole arrays.

    Attributes:
        pace: How many steps to take in a call; kept for whoever sets it.
    """

    def __init__(self, graph: Graph, repetition: Repetition) -> None:
        """Start with a step a call."""
        self.graph, self.repetition, self.pace = graph, repetition, 1

    def __call__(self, rows: Array) -> Any:
        """Run on one batch of rows after the other; return the last one's results."""
        values = self.repetition.run(rows)
        return self.graph.rebuild([Tensor.make(v) for v in values])


class RepeatedEpochs:
    """A compiled function as the steps of whole epochs."""

    def __init__(self, graph: Graph, epochs: Epochs) -> None:
        """Keep what the results are rebuilt with."""
        self.graph, self.epochs = graph, epochs

    def __call__(self, first: int, count: int) -> Any:
        """Train for some epochs; return their last results, an axis of epochs first."""
        values = self.epochs.run(first, count)
        return self.graph.rebuild([Tensor.make(v) for v in values])


class Compiled:
    """A function whose calls run as compiled graphs.

    Reads and assignments of variables inside take effect as they would eagerly; if a
    call fails, no variable has changed.

    Attributes:
        function: What is compiled.
        engine: The name of the engine that does it; None for the one set.
        seconds: How long tracing, and making or loading code, have taken so far.
    """

    def __init__(self, function: Callable[..., Any], engine: str | None = None) -> None:
        """Wrap the function; nothing is traced before the first call."""
        self.function, self.engine, self.seconds = function, engine, 0.0
        self._programs: OrderedDict[Any, _Made] = OrderedDict()
        # The form and the program of the last call: the next is mostly like it.
        self._latest: tuple[Any, _Made] | None = None
        self._repeated: dict[Program, Repeated] = {}
        self._residences: dict[Any, Residence] = {}
        # The epochs trained last, and what takes their steps.
        self._epochs: tuple[Any, RepeatedEpochs | None] | None = None

    def __call__(self, *args: Any) -> Any:
        """Run the function on arrays, tensors or numbers, nested as they like."""
        graph, values = self._run(args)
        return graph.rebuild([Tensor.make(v) for v in values])

    def arrays(self, *args: Any) -> Any:
        """Run the function; return its results as arrays that nobody else has."""
        graph, values = self._run(args)
        return graph.rebuild(values)

    def _run(self, args: Any) -> tuple[Graph, list[Array]]:
        """Return the results' values; what was computed for variables is assigned."""
        arrays: list[Array] = []
        graph, program, read = self._program(args, arrays)
        values = program(arrays, read())
        if graph.updates:
            count = len(values) - len(graph.updates)
            for variable, value in zip(graph.updates, values[count:], strict=True):
                variable.set(value)
            del values[count:]
        return graph, values

    def repeated(self, data: Any, batch_size: int) -> "Repeated | None":
        """Return the function as steps on batch after batch of all examples.

        Args:
            data: The function's argument, for all examples at once.
            batch_size: The number of examples a step.

        Returns None where the engine runs single steps only.
        """
        data = map_leaves(as_array, data)
        graph, program, _ = self._of_size(data, batch_size)
        if not program.can_repeat:
            return None
        if program not in self._repeated:
            repetition = program.repetition(self._residence(graph, program))
            self._repeated[program] = Repeated(graph, repetition)
        self._repeated[program].repetition.take_from(leaves(data))
        return self._repeated[program]

    def epochs(
        self,
        data: Any,
        parts: Sequence[tuple[int, int]],
        seed: int | None,
        first_values: Sequence[tuple[Variable, Array]],
    ) -> "RepeatedEpochs | None":
        """Return the function as the steps of whole epochs on all examples.

        Args:
            data: The function's argument, for all examples at once.
            parts: How many steps an epoch has on batches of which size.
            seed: The orders follow from it and the epoch's number; None for no order.
            first_values: What variables are set to when an epoch begins.

        Returns None where the engine runs single epochs only.
        """
        data = map_leaves(as_array, data)
        compiled = tuple(self._of_size(data, size) for _, size in parts)
        if self._epochs is None or self._epochs[0] != compiled:
            self._epochs = compiled, self._epochs_of(compiled)
        epochs = self._epochs[1]
        if epochs is not None:
            counts = [count for count, _ in parts]
            epochs.epochs.begin(leaves(data), counts, seed, first_values)
        return epochs

    def _epochs_of(self, compiled: Sequence["_Made"]) -> "RepeatedEpochs | None":
        if not all(made.program.can_repeat for made in compiled):
            return None
        repetitions = [
            made.program.repetition(self._residence(made.graph, made.program))
            for made in compiled
        ]
        epochs = get_engine(self.engine).epochs(repetitions)
        return None if epochs is None else RepeatedEpochs(compiled[-1].graph, epochs)

    def _of_size(self, data: Any, batch_size: int) -> "_Made":
        return self._program((map_leaves(lambda a: a[:batch_size], data),), [])

    def _residence(self, graph: Graph, program: Program) -> Residence:
        """Return memory for what the graph assigns, shared with others like it."""
        key = tuple(map(id, graph.updates)), program.in_place
        if key not in self._residences:
            self._residences[key] = Residence(graph.updates, program.in_place)
        return self._residences[key]

    @property
    def fallbacks(self) -> dict[str, str]:
        """The operations that run in the reference engine instead, and why."""
        programs = (made.program for made in self._programs.values())
        return {name: why for p in programs for name, why in p.fallbacks.items()}

    def _program(self, args: Any, arrays: list[Array]) -> "_Made":
        """Return what runs on arguments of this form; append their arrays to a list."""
        form = tuple([take_apart(tree, arrays) for tree in args])
        if self._latest is not None and form == self._latest[0]:
            return self._latest[1]
        found = self._programs.get(form)
        if found is None:
            begin = time.perf_counter()
            with _nothing_collected():
                graph = self.graph(*args)
                program = get_engine(self.engine).compile(graph)
            found = _Made(graph, program, Values(graph.variables))
            self.seconds += time.perf_counter() - begin
            self._programs[form] = found
            if len(self._programs) > KEPT_PROGRAMS:
                _, dropped = self._programs.popitem(last=False)
                self._repeated.pop(dropped.program, None)
        self._programs.move_to_end(form)
        self._latest = form, found
        return found

    def graph(self, *args: Any) -> Graph:
        """Return the graph of the function for arguments of these shapes."""
        return trace(self.function, *args)


class _Made(NamedTuple):
    """What arguments of one form are run by, and what reads its variables."""

    graph: Graph
    program: Program
    read: Values


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Look for no garbage meanwhile: of all that a graph is made of, nothing is yet."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def take_apart(tree: Any, arrays: list[Array]) -> Any:
    """Append the arrays of nested arguments to a list, in the order of `leaves`.

    Returns what tells apart arguments that need graphs of their own.
    """
    if type(tree) is np.ndarray and (dtype := tree.dtype).kind in "biuf":
        arrays.append(tree)
        return tree.shape, dtype
    if isinstance(tree, (list, tuple)):
        return type(tree), *[take_apart(branch, arrays) for branch in tree]
    if isinstance(tree, dict):
        return dict, *[(key, take_apart(tree[key], arrays)) for key in tree]
    return None if tree is None else take_apart(as_tensor(tree).value, arrays)


def compile(function: Callable[..., Any], engine: str | None = None) -> Compiled:
    """Return the function as one that runs compiled.

    Args:
        function: Computes with limpid's operations; may read and assign variables.
        engine: An engine's name; the one set by `set_engine` by default.

    Example:
        >>> square = compile(lambda x: x * x)
        >>> square(3.0)
        Tensor(9.)
    """
    return Compiled(function, engine)
