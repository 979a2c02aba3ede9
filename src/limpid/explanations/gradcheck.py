"""Gradcheck: gradients against difference quotients, in double precision."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from limpid.errors import DTypeError, ShapeError
from limpid.graph.gradient import gradients
from limpid.graph.op import Array
from limpid.graph.tensor import Tensor, as_tensor, no_grad
from limpid.graph.tree import leaves
from limpid.graph.variable import Variable
from limpid.layers.layer import Layer

# Between truncation, which grows with the step's square, and rounding, which
# grows as the step shrinks, the cube root of float64's 2e-16 is best.
EPSILON = 1e-6

# Smooth functions reach 1e-9; a kink met within EPSILON would show a difference.
LIMIT = 1e-7

# A quotient is rounded by about 2e-16 / EPSILON of the values it is made of, so that
# gradients below this share of those values are measured against the share itself.
FLOOR = 1e-2


@dataclass(frozen=True)
class Check:
    """The gradient by one input or weight, against difference quotients.

    Attributes:
        name: Of the input or weight.
        error: The largest difference between the two, relative to the largest of
            the gradient's elements.
        place: Index of the element with that difference.
        found: The gradient there.
        expected: The difference quotient there.
    """

    name: str
    error: float
    place: tuple[int, ...]
    found: float
    expected: float


@dataclass(frozen=True)
class Report:
    """What gradcheck found, an entry for each input and weight."""

    checks: tuple[Check, ...]

    @property
    def worst(self) -> float:
        """The largest relative error."""
        return max((check.error for check in self.checks), default=0.0)

    def passes(self, limit: float = LIMIT) -> bool:
        """Tell whether every relative error is within the limit; NaN is not."""
        return all(check.error <= limit for check in self.checks)

    def __str__(self) -> str:
        """Return a line for each input and weight."""
        width = max((len(check.name) for check in self.checks), default=0)
        return "\n".join(_line(check, width) for check in self.checks)


def _line(check: Check, width: int) -> str:
    place = f"[{', '.join(map(str, check.place))}]" if check.place else ""
    return (
        f"{check.name.ljust(width)}  worst relative error {check.error:.1e}  "
        f"at {place or 'the number'}: gradient {check.found:.9g}, "
        f"difference quotient {check.expected:.9g}"
    )


def gradcheck(
    function: Callable[..., Any],
    inputs: Any,
    *,
    variables: Sequence[Variable] = (),
    names: Sequence[str] | None = None,
    epsilon: float = EPSILON,
    seed: int = 0,
) -> Report:
    """Compare the gradients of a function with central difference quotients.

    Every element of every float input and variable is moved both ways. Results of
    several elements are weighted with random numbers and summed, so that errors
    cannot cancel.

    Args:
        function: Computes with limpid's operations; the same inputs must give the
            same result.
        inputs: Its argument, or a list of them; numbers are taken as float64.
        variables: Further values to differentiate by, which the function reads.
        names: Of the inputs, for the report.
        epsilon: The step, relative to values larger than 1.
        seed: Of the random weights.

    Raises:
        DTypeError: The result is not of floats.

    Example:
        >>> gradcheck(lambda x: x * x, 3.0).passes()
        True
    """
    single = not isinstance(inputs, (list, tuple))
    points = [_double(x) for x in ([inputs] if single else inputs)]
    labels = list(names or [f"input {i}" for i in range(len(points))])
    weigh = _Weighing(function, seed)
    tensors = [Tensor.make(p) for p in points]
    total = weigh.total(tensors)
    moved = [i for i, p in enumerate(points) if p.dtype.kind == "f"]
    found = gradients(total, [*(tensors[i] for i in moved), *variables])
    checks = []
    for i, g in zip(moved, found, strict=False):
        quotients = _quotients(points[i], lambda: weigh.parts(points), epsilon)
        checks.append(_check(labels[i], g.value, quotients, weigh.scale))
    for variable, g in zip(variables, found[len(moved) :], strict=True):
        value = variable.numpy()
        with _assigned(variable, value):
            quotients = _quotients(value, lambda: weigh.parts(points), epsilon)
        checks.append(_check(variable.path, g.value, quotients, weigh.scale))
    return Report(tuple(checks))


def gradcheck_model(model: Any, x: Any, y: Any, *, epsilon: float = EPSILON) -> Report:
    """Compare a compiled model's gradients of the loss, by weights and inputs.

    The model computes in float64 meanwhile, and is left as it was.
    """
    with in_double(model):
        target = as_tensor(_double(y))

        def loss(inputs: Tensor) -> Tensor:
            total: Tensor = model.compute_loss(inputs, target, model(inputs))
            return total

        model(_double(x))  # which builds it
        variables = model.trainable_variables
        return gradcheck(
            loss, [_double(x)], variables=variables, names=["x"], epsilon=epsilon
        )


@contextmanager
def in_double(layer: Layer) -> Iterator[None]:
    """Let a layer and the layers in it compute in float64 for a while."""
    parts = list(_layers(layer))
    dtypes = [part.dtype for part in parts]
    variables = [v for v in layer.variables if v.dtype.kind == "f"]
    kept = [v.numpy() for v in variables]
    try:
        for part in parts:
            part.dtype = "float64"
        for variable, value in zip(variables, kept, strict=True):
            variable.set(value.astype("float64"))
        yield
    finally:
        for part, dtype in zip(parts, dtypes, strict=True):
            part.dtype = dtype
        for variable, value in zip(variables, kept, strict=True):
            variable.set(value)


def _layers(layer: Layer) -> Iterator[Layer]:
    yield layer
    for part in layer.layers:
        yield from _layers(part)


class _Weighing:
    """Sums a function's results with random weights."""

    def __init__(self, function: Callable[..., Any], seed: int) -> None:
        self.function, self.seed = function, seed
        self.weights: list[Array] = []
        self.scale = 1.0

    def total(self, tensors: Sequence[Tensor]) -> Tensor:
        """Return the weighted sum as a tensor that can be differentiated."""
        from limpid.graph.arithmetic import sum

        results = [as_tensor(r) for r in leaves(self.function(*tensors))]
        results = [r for r in results if r.dtype.kind == "f"]
        if not results:
            raise DTypeError("gradcheck() got a function whose result holds no floats.")
        random = np.random.default_rng(self.seed)
        self.weights = [random.normal(size=r.shape) for r in results]
        sizes = [float(np.max(np.abs(r.value), initial=0.0)) for r in results]
        self.scale = 1.0 + max(sizes)
        pairs = zip(results, self.weights, strict=True)
        parts = [sum(r * Tensor.make(np.asarray(w))) for r, w in pairs]
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        return total

    def parts(self, points: Sequence[Array]) -> list[Array]:
        """Return the weighted results, to be subtracted before they are summed."""
        with no_grad():
            results = leaves(self.function(*[Tensor.make(p.copy()) for p in points]))
        values = [as_tensor(r).value for r in results]
        floats = [v for v in values if v.dtype.kind == "f"]
        return [v * w for v, w in zip(floats, self.weights, strict=True)]


def _quotients(point: Array, parts: Callable[[], list[Array]], epsilon: float) -> Array:
    """Return the central difference quotient by each element of an array."""
    result = np.zeros(point.shape)
    for place in np.ndindex(point.shape):
        value = float(point[place])
        step = epsilon * max(1.0, abs(value))
        point[place] = value + step
        above = parts()
        point[place] = value - step
        below = parts()
        point[place] = value
        rise = sum(float(np.sum(a - b)) for a, b in zip(above, below, strict=True))
        result[place] = rise / (2 * step)
    return result


@contextmanager
def _assigned(variable: Variable, value: Array) -> Iterator[None]:
    """Let the variable read an array that changes in place."""
    kept = variable.numpy()
    variable.set(value)
    try:
        yield
    finally:
        variable.set(kept)


def _check(name: str, found: Array, expected: Array, scale: float) -> Check:
    if found.shape != expected.shape:
        raise ShapeError(
            f"The gradient by {name} has shape {found.shape}; expected that of the "
            f"value, {expected.shape}: the vjp returns a wrong shape."
        )
    if not found.size:
        return Check(name, 0.0, (), 0.0, 0.0)
    sizes = np.maximum(np.abs(found), np.abs(expected))
    errors = np.abs(found - expected) / max(float(np.max(sizes)), FLOOR * scale)
    place = np.unravel_index(int(np.argmax(errors)), errors.shape)
    where = tuple(int(i) for i in place)
    return Check(
        name, float(errors[where]), where, float(found[where]), float(expected[where])
    )


def _double(x: Any) -> Array:
    array = np.array(x)
    return (
        array if array.dtype.kind in "biu" and array.ndim else array.astype("float64")
    )
