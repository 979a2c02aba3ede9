"""A graph as rows of data: values forwards, gradients backwards."""

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from limpid.errors import ConfigError, GraphError
from limpid.explanations.figures import number
from limpid.explanations.naming import is_constant, named
from limpid.explanations.roles import Role, role
from limpid.explanations.typeset import replaced
from limpid.graph.arithmetic import sum_to_shape
from limpid.graph.gradient import Released, gradients, topological
from limpid.graph.op import Array, Binary, Op, Unary
from limpid.graph.tensor import Tensor, as_tensor, no_grad

# More than this nobody reads; the layout stays quick up to here.
MAX_NODES = 150

SYMBOLS = {
    "x + y": "+",
    "x - y": "−",
    "x * y": "×",
    "x / y": "÷",
    "-x": "−",
    "x @ y": "@",
    "1 / x": "1/x",
    "x**2": "x²",
    "x**y": "xʸ",
}


@dataclass(frozen=True, eq=False)
class Line:
    """A line of the drawing: one input of one gate.

    Attributes:
        row: Which row the input is.
        name: The input's name.
        rule: The local derivative as a formula in the inputs' names; '' if unknown.
        local: The local derivative's value; None where it is no number an element.
        passed_on: Upstream times local: what the gate hands back along this line.
    """

    row: int
    name: str
    rule: str
    local: Array | None
    passed_on: Array | None


@dataclass(frozen=True, eq=False)
class Row:
    """A tensor of the graph.

    Attributes:
        name: As the drawing calls it.
        op: The operation's name; '' for an input.
        symbol: The operation as its gate shows it.
        formula: The operation in the inputs' names.
        value: What was computed; a tuple for operations with several results.
        gradient: Of the last row by this one: the gate's upstream gradient; None
            where nothing flows.
        inputs: The lines into the gate.
    """

    name: str
    op: str
    symbol: str
    formula: str
    value: Any
    gradient: Array | None
    inputs: tuple[Line, ...]

    @property
    def upstream(self) -> Array | None:
        """The gradient that arrives at the gate from what uses its result."""
        return self.gradient

    @property
    def role(self) -> Role:
        """What the gate does to the gradient: "distributes", "swaps", "routes"."""
        return role(self.op)


def record(y: Any, wrt: Any = None) -> list[Row]:
    """Return the rows of the graph that y came from, inputs before users.

    Raises:
        GraphError: The graph is released, symbolic, or too large to read.
    """
    output = as_tensor(y)
    if output.is_symbolic:
        raise GraphError(
            f"{output!r} is symbolic: explain() shows values, so call the function "
            "eagerly, on numbers."
        )
    _check(topological([output]))
    tensors = reading_order(output)
    sources, given = _sources(wrt)
    names = named(tensors, given)
    with no_grad():
        slopes = _gradients(output, tensors, sources)
        for tensor, name in zip(tensors, names, strict=True):
            if is_constant(name):
                slopes.pop(id(tensor), None)
        place = {id(t): i for i, t in enumerate(tensors)}
        return [_row(t, names, place, slopes) for t in tensors]


def reading_order(output: Tensor) -> list[Tensor]:
    """Return the graph's tensors, inputs before users, the first input first."""
    order: list[Tensor] = []
    seen: set[int] = set()
    stack = [(output, False)]
    while stack:
        tensor, expanded = stack.pop()
        if expanded:
            order.append(tensor)
        elif id(tensor) not in seen:
            seen.add(id(tensor))
            stack.append((tensor, True))
            stack.extend((x, False) for x in reversed(tensor.inputs))
    return order


def _check(tensors: Sequence[Tensor]) -> None:
    if any(isinstance(t.op, Released) for t in tensors):
        raise GraphError(
            "The record of this tensor was released by backward(); compute it again, "
            "or call backward(retain_graph=True) before explain()."
        )
    if len(tensors) > MAX_NODES:
        raise GraphError(
            f"This graph has {len(tensors):,} values; explain() draws up to "
            f"{MAX_NODES}. Explain a smaller part of it, or write a training step "
            "with model.worked(x, y)."
        )


def _sources(wrt: Any) -> tuple[list[Tensor] | None, dict[int, str]]:
    """Return what to differentiate by (None for every input) and the names given."""
    if wrt is None:
        return None, {}
    if isinstance(wrt, Mapping):
        pairs = [(as_tensor(x), str(name)) for name, x in wrt.items()]
    else:
        parts = wrt if isinstance(wrt, (list, tuple)) else [wrt]
        pairs = [(as_tensor(x), getattr(x, "path", None) or x.name) for x in parts]
    if not pairs:
        raise ConfigError("explain(wrt=...) got nothing; name tensors or leave it out.")
    return [x for x, _ in pairs], {id(x): name for x, name in pairs if name}


def _gradients(
    y: Tensor, tensors: Sequence[Tensor], sources: list[Tensor] | None
) -> dict[int, Array]:
    """Return the gradient of y by every tensor that depends on the sources."""
    if not _has_gradient(y):
        return {}
    depends = {id(t) for t in (sources if sources is not None else tensors)}
    for tensor in tensors:
        if any(id(x) in depends for x in tensor.inputs):
            depends.add(id(tensor))
    wanted = [t for t in tensors if id(t) in depends and _has_gradient(t)]
    found = gradients(y, wanted)
    return {id(t): g.value for t, g in zip(wanted, found, strict=True)}


def _is_bundle(tensor: Tensor) -> bool:
    """Tell whether a tensor holds an operation's several results."""
    dtype: Any = tensor.dtype
    return isinstance(dtype, tuple)


def _has_gradient(tensor: Tensor) -> bool:
    return not _is_bundle(tensor) and tensor.dtype.kind == "f"


def _row(
    tensor: Tensor, names: list[str], place: dict[int, int], slopes: dict[int, Array]
) -> Row:
    op, inputs = tensor.op, [names[place[id(x)]] for x in tensor.inputs]
    texts = _substitutions(op, inputs) if op else {}
    return Row(
        name=names[place[id(tensor)]],
        op=op.name if op else "",
        symbol=_symbol(op) if op else "",
        formula=_formula(op, inputs, texts) if op else "",
        value=tensor._value,  # noqa: SLF001 - a tuple for several results
        gradient=slopes.get(id(tensor)),
        inputs=_lines(tensor, inputs, texts, place, slopes) if op else (),
    )


def _symbol(op: Op) -> str:
    if hasattr(op, "exponent"):
        return f"^{number(op.exponent)}"
    return SYMBOLS.get(op.formula, op.name)


def _substitutions(op: Op, inputs: Sequence[str]) -> dict[str, str]:
    """Return what stands for each name in the operation's formula and derivative."""
    parameters = inspect.signature(op.reference).parameters.values()
    words = [p.name for p in parameters if p.kind is not p.VAR_POSITIONAL]
    settings = {
        f.name: number(value)
        for f in fields(op)
        if isinstance(value := getattr(op, f.name), (int, float))
    }
    return settings | dict(zip(words, inputs, strict=False))


def _formula(op: Op, inputs: Sequence[str], texts: Mapping[str, str]) -> str:
    if op.formula and (len(texts) >= len(inputs) or not inputs):
        return replaced(op.formula, texts)
    return f"{op.name}({', '.join(inputs)})"


def _lines(
    tensor: Tensor,
    inputs: Sequence[str],
    texts: Mapping[str, str],
    place: dict[int, int],
    slopes: dict[int, Array],
) -> tuple[Line, ...]:
    rules = _rules(tensor, texts)
    local = _local(tensor)
    passed = _passed_on(tensor, slopes)
    return tuple(
        Line(
            row=place[id(x)],
            name=name,
            rule=rule,
            local=part if id(x) in slopes else None,
            passed_on=back if id(x) in slopes else None,
        )
        for x, name, rule, part, back in zip(
            tensor.inputs, inputs, rules, local, passed, strict=True
        )
    )


def _rules(tensor: Tensor, texts: Mapping[str, str]) -> list[str]:
    rules = tensor.op.derivative if tensor.op else ""
    parts = (rules,) if isinstance(rules, str) else rules
    known = [replaced(rule, texts) if rule else "" for rule in parts]
    return (known + [""] * len(tensor.inputs))[: len(tensor.inputs)]


def _local(tensor: Tensor) -> list[Array | None]:
    """Return the local derivative by each input, where it is one number an element."""
    elementwise = isinstance(tensor.op, (Unary, Binary)) or _all_scalars(tensor)
    if not elementwise or not _has_gradient(tensor):
        return [None] * len(tensor.inputs)
    return _vjp(tensor, Tensor.make(np.ones(tensor.shape, tensor.dtype)))


def _all_scalars(tensor: Tensor) -> bool:
    parts = (tensor, *tensor.inputs)
    return all(not _is_bundle(t) and t.size == 1 for t in parts)


def _passed_on(tensor: Tensor, slopes: dict[int, Array]) -> list[Array | None]:
    """Return what the gate hands back to each input, in the input's shape."""
    upstream = slopes.get(id(tensor))
    if upstream is None:
        return [None] * len(tensor.inputs)
    return _vjp(tensor, Tensor.make(upstream), reduce=True)


def _vjp(tensor: Tensor, g: Tensor, *, reduce: bool = False) -> list[Array | None]:
    try:
        found = tensor.op.vjp(g, tensor, *tensor.inputs)  # type: ignore[union-attr]
    except NotImplementedError:
        return [None] * len(tensor.inputs)
    return [
        None
        if part is None
        else (sum_to_shape(part, x.shape) if reduce else part).value
        for part, x in zip(found, tensor.inputs, strict=True)
    ]


def upstream_in(rule: str) -> bool:
    """Tell whether a rule itself holds the upstream gradient, as g."""
    return re.search(r"\bg\b", rule) is not None
