"""Backpropagation: from a graph to the graph of its gradient."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.errors import GraphError, ShapeError
from limpid.graph.arithmetic import add, broadcast_to, sum_to_shape
from limpid.graph.dtypes import is_float
from limpid.graph.op import Array, Cotangents, Op
from limpid.graph.shapes import Shape
from limpid.graph.tensor import (
    Tensor,
    apply,
    as_array,
    as_tensor,
    gradient_of,
    no_grad,
)


@dataclass(frozen=True)
class Released(Op):
    """Stands where a record was, after backward released it."""

    def shape(self) -> Shape:
        raise GraphError("the record was released")

    def reference(self) -> Array:
        raise GraphError("the record was released")


@dataclass(frozen=True)
class Item(Op):
    """One of several results of an operation."""

    index: int

    def shape(self, bundle: tuple[Shape, ...]) -> Shape:
        return bundle[self.index]

    def dtype(self, bundle: tuple[Any, ...]) -> Any:
        return bundle[self.index]

    def reference(self, *bundle: Any) -> Array:
        result: Array = bundle[0][self.index]
        return result


def unbundle(bundle: Tensor) -> tuple[Tensor, ...]:
    """Return the results of an operation that has several."""
    return tuple(apply(Item(i), bundle) for i in range(len(bundle.shape)))


def topological(outputs: Iterable[Tensor], known: Iterable[int] = ()) -> list[Tensor]:
    """Return all tensors that the outputs came from, inputs before users.

    Args:
        outputs: Where to start.
        known: The ids of tensors at which to stop; they are left out.

    Iterative: a chain of any length fits.
    """
    order: list[Tensor] = []
    seen = set(known)
    stack: list[tuple[Tensor, bool]] = [(y, False) for y in outputs]
    while stack:
        tensor, expanded = stack.pop()
        if expanded:
            order.append(tensor)
        elif id(tensor) not in seen:
            seen.add(id(tensor))
            stack.append((tensor, True))
            stack.extend((x, False) for x in tensor.inputs if id(x) not in seen)
    return order


class _Cotangents:
    """The cotangents gathered so far, by tensor."""

    def __init__(self) -> None:
        self._sums: dict[int, Any] = {}

    def add(self, tensor: Tensor, g: Tensor) -> None:
        """Add a contribution: a value used twice receives the sum."""
        g = sum_to_shape(g, tensor.shape)
        before = self._sums.get(id(tensor))
        self._sums[id(tensor)] = g if before is None else add(before, g)

    def add_item(self, bundle: Tensor, index: int, g: Tensor) -> None:
        """Add a contribution to one of an operation's several results."""
        parts = self._sums.setdefault(id(bundle), [None] * len(bundle.shape))
        parts[index] = g if parts[index] is None else add(parts[index], g)

    def pop(self, tensor: Tensor) -> Any:
        """Return and forget what has been gathered for the tensor."""
        g = self._sums.pop(id(tensor), None)
        if isinstance(g, list):
            dtypes: Any = tensor.dtype
            pairs = zip(g, tensor.shape, dtypes, strict=True)
            return tuple(zeros(s, d) if p is None else p for p, s, d in pairs)  # type: ignore[arg-type]
        return g


def zeros(shape: Shape, dtype: Any) -> Tensor:
    """Return a constant of zeros that takes no memory."""
    return Tensor.make(np.broadcast_to(np.zeros((), dtype), shape))


def _propagate(
    order: Sequence[Tensor],
    seeds: Iterable[tuple[Tensor, Tensor]],
    wanted: Callable[[Tensor], bool],
    receive: Callable[[Tensor, Tensor], None],
) -> None:
    """Walk the record backwards, handing each tensor's cotangent to `receive`."""
    sums = _Cotangents()
    for y, g in seeds:
        sums.add(y, g)
    for y in reversed(order):
        g = sums.pop(y)
        if g is None:
            continue
        if type(g) is Tensor:
            receive(y, g)
        if isinstance(y.op, Item):
            sums.add_item(y.inputs[0], y.op.index, g)
        elif y.op is not None:
            with gradient_of(y):
                for x, gx in zip(y.inputs, _vjp(y.op, g, y), strict=True):
                    if gx is not None and wanted(x):
                        sums.add(x, gx)


def _vjp(op: Op, g: Any, y: Tensor) -> Cotangents:
    if isinstance(op, Released):
        raise GraphError(
            "The record of this tensor was released by an earlier backward(); "
            "compute it again, or call backward(retain_graph=True) the first time."
        )
    try:
        return op.vjp(g, y, *y.inputs)
    except NotImplementedError as error:
        raise GraphError(
            f"{error} Training through it cannot work; use a smooth function instead."
        ) from None


def gradients(ys: Any, xs: Any, grad_ys: Any = None) -> Any:
    """Return d(sum of ys)/dx for each x, as new graph: differentiable again.

    Args:
        ys: A tensor or a list of them.
        xs: A tensor or variable, or a list; the result has the same form.
        grad_ys: Cotangents of the ys; ones by default.

    An x that no y depends on has a gradient of zeros.
    """
    single = not isinstance(xs, (list, tuple))
    sources = [as_tensor(x) for x in ([xs] if single else xs)]
    targets = [as_tensor(y) for y in (ys if isinstance(ys, (list, tuple)) else [ys])]
    cotangents = _matching(grad_ys, targets)
    seeds = [_seed(y, g) for y, g in zip(targets, cotangents, strict=True)]
    order = topological(targets)
    depends = {id(x) for x in sources}
    for tensor in order:
        # Nothing flows back through truth values and integers: their slope is 0.
        if _is_float(tensor) and any(id(x) in depends for x in tensor.inputs):
            depends.add(id(tensor))
    found: dict[int, Tensor] = {}
    names = {id(x) for x in sources}

    def receive(tensor: Tensor, g: Tensor) -> None:
        if id(tensor) in names:
            found[id(tensor)] = g

    relevant = [t for t in order if id(t) in depends]
    alive = [(y, g) for y, g in zip(targets, seeds, strict=True) if id(y) in depends]
    _propagate(relevant, alive, lambda x: id(x) in depends, receive)
    result = [found.get(id(x)) for x in sources]
    filled = [
        zeros(x.shape, x.dtype) if g is None else g
        for x, g in zip(sources, result, strict=True)
    ]
    return filled[0] if single else filled


def _matching(grad_ys: Any, targets: list[Tensor]) -> list[Any]:
    if grad_ys is None:
        return [None] * len(targets)
    return list(grad_ys) if isinstance(grad_ys, (list, tuple)) else [grad_ys]


def _seed(y: Tensor, g: Any) -> Tensor:
    if y.dtype.kind != "f":
        raise GraphError(f"Only floats have gradients; {y!r} is of type {y.dtype}.")
    if g is None:
        return broadcast_to(Tensor.make(np.ones((), y.dtype)), y.shape)
    seed = g if isinstance(g, Tensor) else Tensor.make(as_array(g, y.dtype))
    if seed.shape != y.shape:
        raise ShapeError(
            f"The gradient handed to a tensor of shape {y.shape} has shape "
            f"{seed.shape}; expected the same shape."
        )
    return seed


def backward(y: Tensor, gradient: Any = None, *, retain_graph: bool = False) -> None:
    """Add dy/dx to `x.grad` for every float tensor x that y came from.

    Unless `retain_graph`, the record is released: intermediates that nobody else
    holds are freed.

    Raises:
        GraphError: y has no record, or is no scalar and no gradient is given.
    """
    if gradient is None and y.size != 1:
        raise GraphError(
            f"backward() starts from one number; this tensor has shape {y.shape}. "
            "Sum or average it, or hand backward() a gradient of that shape."
        )
    if y.is_symbolic:
        raise GraphError("backward() needs values; inside trace use gradients().")
    order = topological([y])
    with no_grad():
        _propagate(order, [(y, _seed(y, gradient))], _is_float, _accumulate)
    if not retain_graph:
        for tensor in order:
            if tensor.op is not None:
                tensor.op, tensor.inputs = Released(), ()


def _is_float(x: Tensor) -> bool:
    return isinstance(x.dtype, tuple) or is_float(x.dtype)  # type: ignore[redundant-expr]


def _accumulate(x: Tensor, g: Tensor) -> None:
    value = g.value if x.grad is None else x.grad.value + g.value
    x.grad = Tensor.make(value)


def value_and_grad(
    function: Callable[..., Any], argnums: int | tuple[int, ...] = 0
) -> Callable[..., tuple[Any, Any]]:
    """Return a function that gives function's value and its gradient.

    Args:
        function: Returns one number; computed with limpid's operations.
        argnums: Which arguments to differentiate by; a tuple gives a tuple.

    Example:
        >>> value_and_grad(lambda x: x * x)(3.0)
        (Tensor(9.), Tensor(6.))
    """

    def both(*args: Any) -> tuple[Any, Any]:
        wanted = (argnums,) if isinstance(argnums, int) else argnums
        inputs = [as_tensor(a) if i in wanted else a for i, a in enumerate(args)]
        y = function(*inputs)
        found = gradients(y, [inputs[i] for i in wanted])
        return y, found[0] if isinstance(argnums, int) else tuple(found)

    return both


def grad(
    function: Callable[..., Any], argnums: int | tuple[int, ...] = 0
) -> Callable[..., Any]:
    """Return a function that gives the gradient of `function`; it nests.

    Example:
        >>> grad(grad(lambda x: x**3))(2.0)
        Tensor(12.)
    """
    both = value_and_grad(function, argnums)
    return lambda *args: both(*args)[1]
