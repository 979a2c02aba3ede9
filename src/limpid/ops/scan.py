from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from limpid.errors import ConfigError, GraphError, ShapeError
from limpid.graph.gradient import unbundle
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.graph.tracing import Graph, active, placeholder
from limpid.graph.tree import leaves, map_leaves, rebuild
from limpid.ops._body import as_function, closed
from limpid.ops._slope import Slope


@dataclass(frozen=True)
class Scan(Op):
    """A loop: the body turns carries and one slice of each sequence into the next.

    Inputs: first carries, sequences, captured tensors. Results: for each carry its
    history, first value to last, then each of the body's other results, stacked.

    Attributes:
        body: A graph of (carries, slices, captured) with results (carries, ys).
        carries: How many of the inputs are carries.
        sequences: How many are sequences.
        length: How many steps there are.
        reverse: Whether the sequences are walked from their ends.
        unroll: How many steps an engine may lay out in a row; a hint.
    """

    body: Graph
    carries: int
    sequences: int
    length: int
    reverse: bool = False
    unroll: int = 1

    def shape(self, *shapes: Shape) -> tuple[Shape, ...]:
        histories = [(self.length + 1, *x) for x in shapes[: self.carries]]
        stacks = [(self.length, *y.shape) for y in self.body.outputs[self.carries :]]
        return (*histories, *stacks)

    def dtype(self, *dtypes: Any) -> Any:
        return tuple(y.dtype for y in self.body.outputs)

    def reference(self, *inputs: Array) -> tuple[Array, ...]:
        carry, xs, captured = self.parted(inputs)
        dtypes = self.dtype()
        shapes = self.shape(*(np.shape(x) for x in inputs))
        results = [np.empty(s, d) for s, d in zip(shapes, dtypes, strict=True)]
        for history, first in zip(results, carry, strict=False):
            history[0] = first
        order = range(self.length)
        for step, i in enumerate(reversed(order) if self.reverse else order):
            values = self.program([*carry, *(x[i] for x in xs), *captured])
            carry = values[: self.carries]
            for k, (result, value) in enumerate(zip(results, values, strict=True)):
                result[step + 1 if k < self.carries else i] = value
        return tuple(results)

    def parted(self, values: Sequence[Any]) -> tuple[Any, Any, Any]:
        """Return what belongs to the carries, the sequences and the captured."""
        last = self.carries + self.sequences
        return values[: self.carries], values[self.carries : last], values[last:]

    @cached_property
    def program(self) -> Callable[[Sequence[Array]], list[Array]]:
        """The body as a function of NumPy arrays."""
        return as_function(self.body)

    @cached_property
    def slopes(self) -> dict[tuple[int, ...], Slope]:
        """The body's gradient, by which results it is taken of: made when asked for."""
        return {}

    def vjp(self, g: Any, y: Tensor, *inputs: Tensor) -> Cotangents:
        from limpid.ops._through_time import cotangents

        return cotangents(self, g, y, inputs)


def scan(
    f: Callable[[Any, Any], tuple[Any, Any]],
    init: Any,
    xs: Any = None,
    length: int | None = None,
    reverse: bool = False,
    unroll: int = 1,
) -> tuple[Any, Any]:
    """Carry a value through a sequence, as a loop that is one operation.

    It means `for x in xs: carry, y = f(carry, x)`, and has a gradient.

    Args:
        f: Takes the carry and a slice of xs; returns the new carry and a result. It
            is traced once, and may use tensors and variables from outside.
        init: The first carry: a tensor, or a nested structure of them.
        xs: What is walked along its first axis, nested likewise; None passes None.
        length: The number of steps; needed if xs is None.
        reverse: Walk from the end.
        unroll: How many steps an engine may lay out in a row; a hint.

    Returns:
        The last carry, and the results stacked in the order of xs.

    Raises:
        ShapeError: Sequences differ in length, or the carry changes shape or type.
        ConfigError: Neither xs nor a length is given.
        GraphError: f assigns a variable.

    Example:
        >>> xs = Tensor([1.0, 2.0, 3.0])
        >>> total, sums = scan(lambda c, x: (c + x, c + x), 0.0, xs)
        >>> sums
        Tensor([1., 3., 6.])
    """
    first = map_leaves(as_tensor, init)
    sequences = map_leaves(as_tensor, xs)
    count = _length(leaves(sequences), length)
    carry = [placeholder(x.shape, x.dtype) for x in leaves(first)]
    slices = [placeholder(x.shape[1:], x.dtype) for x in leaves(sequences)]
    last, y = _traced(f, rebuild(first, carry), rebuild(sequences, slices))
    _check_carry(carry, leaves(last))
    outputs = [*leaves(last), *leaves(y)]
    captured, body = closed(outputs, [*carry, *slices])
    op = Scan(body, len(carry), len(slices), count, reverse, int(unroll))
    bundle = apply(op, *leaves(first), *leaves(sequences), *captured)
    results = unbundle(bundle)
    finals = [history[count] for history in results[: len(carry)]]
    return rebuild(first, finals), rebuild(y, results[len(carry) :])


def _length(sequences: list[Tensor], length: int | None) -> int:
    if not sequences and length is None:
        raise ConfigError("scan got neither xs nor a length; give one of them.")
    if any(not x.shape for x in sequences):
        raise ShapeError("scan got a scalar among xs; expected an axis to walk along.")
    sizes = {x.shape[0] for x in sequences} | ({length} - {None})
    if len(sizes) > 1:
        raise ShapeError(f"scan got sequences (or a length) of {sorted(sizes)} steps.")  # type: ignore[type-var]
    return int(sizes.pop() or 0)


def _traced(f: Callable[[Any, Any], tuple[Any, Any]], carry: Any, x: Any) -> Any:
    trace = active()
    before = dict(trace.assigned) if trace else {}
    last, y = f(carry, x)
    if trace and trace.assigned != before:
        raise GraphError("The body of scan assigns a variable; hand it on as a carry.")
    return map_leaves(as_tensor, last), map_leaves(as_tensor, y)


def _check_carry(before: list[Tensor], after: list[Tensor]) -> None:
    described = [[(x.shape, str(x.dtype)) for x in part] for part in (before, after)]
    if described[0] != described[1]:
        raise ShapeError(
            f"scan's carry is {described[0]} before a step and {described[1]} after; "
            "expected the same shapes and types: cast or reshape it."
        )
