"""Trace: the same Python code, recorded as a graph with static shapes."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from limpid.graph.dtypes import as_dtype
from limpid.graph.gradient import topological
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, as_tensor
from limpid.graph.tree import leaves, map_leaves, rebuild

if TYPE_CHECKING:
    from limpid.graph.variable import Variable


@dataclass(frozen=True, eq=False)
class Graph:
    """A function as data: what goes in, what comes out, the operations between.

    Attributes:
        inputs: One symbolic tensor for each argument, then one for each variable read.
        outputs: One tensor for each result, then one for each variable assigned.
        variables: The variables read, in the order of their inputs.
        updates: The variables assigned, in the order of their outputs.
        results: The structure of the function's results.
    """

    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    variables: tuple["Variable", ...] = ()
    updates: tuple["Variable", ...] = ()
    results: Any = None

    @cached_property
    def nodes(self) -> list[Tensor]:
        """All tensors, each after those it is computed from."""
        return topological(self.outputs)

    def rebuild(self, values: list[Any]) -> Any:
        """Return values in the structure of the traced function's results."""
        return values[0] if self._has_one_result else rebuild(self.results, values)

    @cached_property
    def _has_one_result(self) -> bool:
        return isinstance(self.results, Tensor)


@dataclass(eq=False)
class Trace:
    """What a function under trace has read and assigned so far."""

    initial: dict["Variable", Tensor] = field(default_factory=dict)
    current: dict["Variable", Tensor] = field(default_factory=dict)
    assigned: dict["Variable", Tensor] = field(default_factory=dict)

    def read(self, variable: "Variable") -> Tensor:
        """Return the tensor that stands for the variable's current value."""
        if variable not in self.current:
            symbol = Tensor.symbol(variable.shape, variable.dtype, name=variable.path)
            self.initial[variable] = self.current[variable] = symbol
        return self.current[variable]

    def assign(self, variable: "Variable", value: Any) -> None:
        """Let later reads see the new value; it becomes an output."""
        self.current[variable] = self.assigned[variable] = as_tensor(value)


class _Active(threading.local):
    trace: Trace | None = None


_active = _Active()


def active() -> Trace | None:
    """Return the trace under way, if any."""
    return _active.trace


@contextmanager
def tracing() -> Iterator[Trace]:
    """Record variables' reads and assignments instead of carrying them out."""
    previous, _active.trace = _active.trace, Trace()
    try:
        yield _active.trace
    finally:
        _active.trace = previous


@contextmanager
def suspended() -> Iterator[None]:
    """Compute eagerly for a moment: first values are no part of a graph."""
    previous, _active.trace = _active.trace, None
    try:
        yield
    finally:
        _active.trace = previous


def placeholder(shape: Shape, dtype: Any = None, name: str | None = None) -> Tensor:
    """Return a symbolic tensor: an input of a graph."""
    return Tensor.symbol(tuple(shape), as_dtype(dtype), name=name)


def trace(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Graph:
    """Run the function on placeholders shaped like the arguments; return its graph.

    Args:
        function: Computes with limpid's operations; may read and assign variables.
        args: Arrays, tensors or numbers (nested in lists, tuples and dictionaries),
            of which only shape and type count.
        kwargs: Likewise.

    Example:
        >>> graph = trace(lambda x: x * x, Tensor([1.0, 2.0]))
        >>> graph.outputs[0].shape
        (2,)
    """
    specs = [as_tensor(x) for x in leaves([args, kwargs])]
    inputs = [placeholder(x.shape, x.dtype) for x in specs]
    new_args, new_kwargs = rebuild([list(args), kwargs], inputs)
    with tracing() as record:
        results = map_leaves(as_tensor, function(*new_args, **new_kwargs))
    return Graph(
        inputs=(*inputs, *record.initial.values()),
        outputs=(*leaves(results), *record.assigned.values()),
        variables=tuple(record.initial),
        updates=tuple(record.assigned),
        results=results,
    )
