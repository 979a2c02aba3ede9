"""KerasTensor: a call to be made later, when the batch is known."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from limpid.errors import GraphError, ShapeError
from limpid.graph.dtypes import DType, as_dtype
from limpid.graph.operators import Operators
from limpid.graph.tracing import placeholder, tracing
from limpid.graph.tree import leaves, map_leaves

OpenShape = tuple[int | None, ...]
P = ParamSpec("P")
R = TypeVar("R")


class _Inference(threading.local):
    open = False


_inference = _Inference()


@dataclass(eq=False)
class Call:
    """A function and its arguments, among which are KerasTensors."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    outputs: Any = None

    @property
    def inputs(self) -> list["KerasTensor"]:
        """The KerasTensors among the arguments."""
        parts = leaves([self.args, self.kwargs])
        return [x for x in parts if isinstance(x, KerasTensor)]

    def run(self, values: dict[int, Any]) -> Any:
        """Make the call with each KerasTensor replaced by its value."""

        def known(x: Any) -> Any:
            return values[id(x)] if isinstance(x, KerasTensor) else x

        args = [map_leaves(known, argument) for argument in self.args]
        return self.function(*args, **map_leaves(known, self.kwargs))


class KerasTensor(Operators):
    """A symbolic input, or what a layer or function will make of one.

    Args:
        shape: Sizes; None where a size is known only with the data.
        dtype: The type of the elements.
        name: A name for messages and summaries.
    """

    _value = None

    def __init__(
        self, shape: OpenShape, dtype: Any = None, name: str | None = None
    ) -> None:
        """Describe an input."""
        self.shape = tuple(shape)
        self.dtype: DType = as_dtype(dtype)
        self.name = name
        self.call: Call | None = None

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    def read(self) -> "KerasTensor":
        """Return itself: a KerasTensor stays what it is inside expressions."""
        return self

    def defer(self, function: Any, args: Any, kwargs: Any) -> Any:
        """Return the KerasTensors that stand for function's results."""
        return defer(function, args, kwargs)

    def __bool__(self) -> bool:
        """Refuse: there is no value to test."""
        raise GraphError(
            "A symbolic input has no value, so Python cannot branch on it; "
            "use where(condition, x, y), or put the code into a layer's call()."
        )

    def __repr__(self) -> str:
        """Show shape, type and name."""
        return f"<KerasTensor shape={self.shape}, dtype={self.dtype}, name={self.name}>"


def defer(function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Record a call on KerasTensors and return KerasTensors for its results."""
    call = Call(function, tuple(args), dict(kwargs))
    first, second = (_run_symbolically(call, offset) for offset in (0, 1))
    others = iter(leaves(second))

    def stand_in(y: Any) -> KerasTensor:
        result = KerasTensor(_open(y.shape, next(others).shape), y.dtype)
        result.call = call
        return result

    call.outputs = map_leaves(stand_in, first)
    return call.outputs


def deferrable(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function that computes with sizes wait until they are known."""

    @wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        if any(isinstance(x, KerasTensor) for x in (*args, *kwargs.values())):
            result: R = defer(function, args, kwargs)
            return result
        return function(*args, **kwargs)

    return call


def _run_symbolically(call: Call, offset: int) -> Any:
    """Run the call on placeholders in which each open size is replaced."""
    values = {id(x): placeholder(closed(x.shape, offset), x.dtype) for x in call.inputs}
    previous = _inference.open
    _inference.open = any(x.shape[:1] == (None,) for x in call.inputs)
    try:
        with tracing():
            return call.run(values)
    finally:
        _inference.open = previous


def batch_is_open() -> bool:
    """Return whether shapes are being inferred with a stand-in for the batch's size."""
    return _inference.open


def closed(shape: OpenShape, offset: int) -> tuple[int, ...]:
    """Return the shape with stand-in sizes for the open ones.

    Two runs with different stand-ins tell which sizes of a result are open.
    """
    batch, inner = 2 + offset, 64 + offset
    sizes = enumerate(shape)
    return tuple((inner if i else batch) if n is None else n for i, n in sizes)


def _open(first: tuple[int, ...], second: tuple[int, ...]) -> OpenShape:
    if len(first) != len(second):
        raise ShapeError(
            f"The result's rank depends on the batch size: {first} and {second}."
        )
    return tuple(a if a == b else None for a, b in zip(first, second, strict=True))
