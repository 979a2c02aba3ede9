from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from limpid.errors import ConfigError, GraphError, ShapeError
from limpid.graph.dtypes import is_float
from limpid.graph.gradient import gradients, topological, unbundle, zeros
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape
from limpid.graph.tensor import Tensor, apply, as_tensor
from limpid.graph.tracing import Graph, active, placeholder
from limpid.graph.tree import leaves, map_leaves, rebuild
from limpid.ops.flip import flip


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
        return _program(self.body)

    @cached_property
    def backwards(self) -> Graph:
        """The body's gradient: (inputs, cotangents of its floats) to inputs' ones.

        Its inputs have no history, so what one captured tensor owes to another is
        counted where that history is, and only there.
        """
        sources = [placeholder(x.shape, x.dtype) for x in self.body.inputs]
        results = [y for y in _replay(self.body, sources) if is_float(y.dtype)]
        seeds = [placeholder(y.shape, y.dtype) for y in results]
        wanted = [x for x in sources if is_float(x.dtype)]
        found = gradients(results, wanted, seeds)
        return Graph((*sources, *seeds), tuple(found))

    def vjp(self, g: Any, y: Tensor, *inputs: Tensor) -> Cotangents:
        return _Backwards(self, inputs).cotangents(g, unbundle(y))


@dataclass(frozen=True)
class _Backwards:
    """Backpropagation through time: a scan the other way over the body's gradient."""

    op: Scan
    inputs: tuple[Tensor, ...]

    def cotangents(self, g: Any, results: tuple[Tensor, ...]) -> Cotangents:
        """Return the inputs' cotangents for those of the results."""
        op = self.op
        _, xs, captured = op.parted(self.inputs)
        ends = [zeros(x.shape[1:], x.dtype) for x in results[: op.carries]]
        totals = [zeros(x.shape, x.dtype) for x in captured if is_float(x.dtype)]
        entering = [self.aligned(h[:-1]) for h in results[: op.carries]]
        leaving = [self.aligned(h[1:]) for h in g[: op.carries]]
        (carry, sums), to_xs = scan(
            self.step,
            (ends, totals),
            (entering, list(xs), leaving, list(g[op.carries :])),
            length=op.length,
            reverse=not op.reverse,
        )
        firsts = zip(carry, g[: op.carries], strict=True)
        to_carry = [c + h[0] if is_float(c.dtype) else None for c, h in firsts]
        return (*to_carry, *_filled(xs, to_xs), *_filled(captured, sums))

    def aligned(self, history: Tensor) -> Tensor:
        """Return a history, which is kept by step, in the order of the sequences."""
        return flip(history, axis=0) if self.op.reverse else history

    def step(self, carry: Any, slices: Any) -> Any:
        """Return the cotangents before one step of the loop."""
        (after, totals), (before, x, leaving, to_ys) = carry, slices
        _, _, captured = self.op.parted(self.inputs)
        arriving = [a + b for a, b in zip(after, leaving, strict=True)]
        seeds = [g for g in (*arriving, *to_ys) if is_float(g.dtype)]
        sources = [*before, *x, *captured]
        found = _replay(self.op.backwards, [*sources, *seeds])
        to_before, to_x, to_captured = self.op.parted(_filled(sources, found))
        kept = [a if c is None else c for a, c in zip(after, to_before, strict=True)]
        floats = [c for c in to_captured if c is not None]
        sums = [a + b for a, b in zip(totals, floats, strict=True)]
        return (kept, sums), [c for c in to_x if c is not None]


def _filled(inputs: Sequence[Tensor], found: Sequence[Tensor]) -> list[Tensor | None]:
    """Return the cotangents found for the floats, with None for all others."""
    waiting = iter(found)
    return [next(waiting) if is_float(x.dtype) else None for x in inputs]


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
    captured, body = _closed(outputs, [*carry, *slices])
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


def _closed(outputs: list[Tensor], inputs: list[Tensor]) -> tuple[list[Tensor], Graph]:
    """Return the outer tensors that a body uses, and a body that takes them as inputs.

    What depends on no input is computed once, outside, and taken as it is.
    """
    order = topological(outputs)
    inner = {id(x) for x in inputs}
    for node in order:
        if any(id(x) in inner for x in node.inputs):
            inner.add(id(node))
    steps = [x for x in order if id(x) in inner and x.op is not None]
    used = [x for step in steps for x in step.inputs] + outputs
    captured = list({id(x): x for x in used if id(x) not in inner}.values())
    arguments = [placeholder(x.shape, x.dtype, x.name) for x in captured]
    known = dict(zip(map(id, captured), arguments, strict=True))
    known.update({id(x): x for x in inputs})
    for step in steps:
        parts = tuple(known[id(x)] for x in step.inputs)
        copy = Tensor.symbol(step.shape, step.dtype, step.op, parts)
        copy.scope, copy.source = step.scope, step.source
        known[id(step)] = copy
    results = tuple(known[id(y)] for y in outputs)
    return captured, Graph((*inputs, *arguments), results)


def _program(graph: Graph) -> Callable[[Sequence[Array]], list[Array]]:
    """Return a function that runs a closed graph on NumPy arrays."""
    slots = {id(x): i for i, x in enumerate(graph.inputs)}
    steps = []
    for node in graph.nodes:
        if node.op is not None:
            steps.append((node.op.reference, [slots[id(x)] for x in node.inputs]))
            slots[id(node)] = len(slots)
    wanted = [slots[id(y)] for y in graph.outputs]

    def run(inputs: Sequence[Array]) -> list[Array]:
        values = list(inputs)
        for function, places in steps:
            values.append(function(*[values[i] for i in places]))
        return [values[i] for i in wanted]

    return run


def _replay(graph: Graph, inputs: Sequence[Tensor]) -> list[Tensor]:
    """Apply a closed graph's operations to other inputs; its constants stay."""
    known = dict(zip(map(id, graph.inputs), inputs, strict=True))
    for node in graph.nodes:
        if id(node) not in known:
            if node.op is None or not node.is_symbolic:
                known[id(node)] = node
            else:
                known[id(node)] = apply(node.op, *(known[id(x)] for x in node.inputs))
    return [known[id(y)] for y in graph.outputs]
