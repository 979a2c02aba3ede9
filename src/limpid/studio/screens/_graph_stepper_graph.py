"""A graph at hand: its leaves, its rows, its derivatives checked by differences."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import ConfigError, LimpidError
from limpid.explanations.expression import evaluate, names_in, numbers_in
from limpid.explanations.figures import number
from limpid.explanations.gradcheck import in_double
from limpid.explanations.naming import is_constant
from limpid.explanations.record import Row, reading_order, record
from limpid.graph.gradient import gradients
from limpid.graph.tensor import Tensor

Array = NDArray[Any]

# The best step of a central difference in float64: truncation meets rounding.
STEP = 6e-6
MAX_ELEMENTS = 36


class ExpressionSource:
    """Makes the graph of a typed expression."""

    def __init__(self, expression: str, values: Mapping[str, Array]) -> None:
        """Read the values; a name without one has 1."""
        self.expression = expression
        self.values = {
            name: values.get(name, np.asarray(1.0)) for name in names_in(expression)
        }

    def make(self, values: Mapping[str, Array]) -> tuple[Tensor, list[Row]]:
        """Return the output for these leaves, and the graph's rows."""
        output = evaluate(self.expression, values)
        return output, record(output)

    def code(self, values: Mapping[str, Array]) -> str:
        """Return the program that prints the same graph."""
        given = {name: value.tolist() for name, value in values.items()}
        return f"""from limpid import explain
from limpid.explanations import evaluate

values = {given}
f = evaluate({self.expression!r}, values)
print(explain(f))
for row in explain(f).rows():
    print(row.name, row.formula, row.value, row.gradient, row.role.name)
"""


class ModelSource:
    """Makes the graph of a compiled model's loss on your data, in float64."""

    expression = "loss(y, model(x))"

    def __init__(self, model: Any, data: tuple[Any, Any]) -> None:
        """Take the weights as leaves."""
        self.model = model
        self.x, self.y = (np.asarray(part, np.float64) for part in data)
        model(self.x)
        self.weights = {v.path.replace("/", "_"): v for v in model.trainable_variables}
        self.values = {
            name: v.numpy().astype(np.float64) for name, v in self.weights.items()
        }

    def make(self, values: Mapping[str, Array]) -> tuple[Tensor, list[Row]]:
        """Return the loss for these weights, and the graph's rows."""
        x, y = Tensor(self.x, name="x"), Tensor(self.y, name="y")
        with in_double(self.model):
            for name, variable in self.weights.items():
                variable.set(values[name])
            output = self.model.compute_loss(x, y, self.model(x))
            return output, record(output, dict(self.weights))

    def code(self, values: Mapping[str, Array]) -> str:
        """Return the program that prints the same graph."""
        del values
        return """from limpid import explain

loss = model.compute_loss(x, y, model(x))  # your model and data
print(explain(loss))
"""


class Graph:
    """A graph with the numbers of now.

    Args:
        source: Where it comes from.
        values: Of its leaves.

    Raises:
        ConfigError: A value is not finite, or too large to show.
    """

    def __init__(self, source: Any, values: Mapping[str, Array]) -> None:
        """Compute it forwards and backwards."""
        self.source, self.values = source, dict(values)
        self.output, self.rows = source.make(self.values)
        self.tensors = reading_order(self.output)
        self.ops = [tensor.op for tensor in self.tensors]
        for row in self.rows:
            _check(row, self.rows)
        self._checks: list[Array | None] | None = None

    @property
    def gates(self) -> list[int]:
        """The rows that are computed, in the order of the forward pass."""
        return [i for i, row in enumerate(self.rows) if row.inputs]

    def is_constant(self, index: int) -> bool:
        """Tell whether a row is a number in the expression."""
        return is_constant(self.rows[index].name)

    def uses(self, index: int) -> list[tuple[int, int]]:
        """Return where a value is used and hands back a gradient: (row, position)."""
        return [
            (user, position)
            for user, row in enumerate(self.rows)
            for position, line in enumerate(row.inputs)
            if line.row == index and line.passed_on is not None
        ]

    @property
    def checks(self) -> list[Array | None]:
        """For each row its gradient as central differences; computed once."""
        if self._checks is None:
            self._checks = [
                None if row.gradient is None else self._differences(i)
                for i, row in enumerate(self.rows)
            ]
        return self._checks

    @property
    def leaves(self) -> list[int]:
        """The rows that can be set."""
        return [i for i, row in enumerate(self.rows) if row.name in self.values]

    def differentiate(self) -> None:
        """Take the gradient of every leaf in one sweep backwards."""
        gradients(self.output, [self.tensors[i] for i in self.leaves])

    def differentiate_numerically(self) -> None:
        """Take the gradient of every leaf, number by number, as differences."""
        for index in self.leaves:
            self._differences(index)

    def _differences(self, index: int) -> Array:
        value = np.asarray(self.rows[index].value)
        found = np.empty(value.shape)
        for at in np.ndindex(value.shape):
            step = STEP * max(1.0, abs(float(value[at])))
            sides = []
            for sign in (1, -1):
                moved = value.copy()
                moved[at] += sign * step
                sides.append(self.output_with(index, moved))
            found[at] = (sides[0] - sides[1]) / (2 * step)
        return found

    def output_with(self, index: int, value: Array) -> float:
        """Return the output, summed, if a row had another value."""
        values = [row.value for row in self.rows]
        values[index], moved = value, {index}
        for user in range(index + 1, len(values)):
            places, op = [line.row for line in self.rows[user].inputs], self.ops[user]
            if op is not None and moved.intersection(places):
                values[user] = op.reference(*[values[i] for i in places])
                moved.add(user)
        return float(np.sum(values[-1]))


def read_value(name: str, text: str) -> Array:
    """Return a leaf's value as typed: a number, '1/3', '[1, 2]' or a matrix.

    Raises:
        ConfigError: It is none of these.
    """
    text = text.strip().replace("−", "-")
    try:
        plain = text.startswith("[")
        value = numbers_in(text) if plain else evaluate(text, {}).numpy()
    except LimpidError:
        value = np.asarray(np.nan)
    if not value.size or not np.isfinite(value).all():
        raise ConfigError(
            f'{name}: "{text[:40]}" is no value; write a number such as -2, a vector '
            "[1, 2] or a matrix [[1, 2], [3, 4]]."
        )
    return np.asarray(value, np.float64)


def write_value(value: Array) -> str:
    """Return a value as one would type it.

    Example:
        >>> write_value(np.array([1.0, -0.5]))
        '[1, -0.5]'
    """
    if not value.ndim:
        return number(value, 12)
    return f"[{', '.join(write_value(part) for part in value)}]"


def _check(row: Row, rows: list[Row]) -> None:
    value = np.asarray(row.value)
    if value.size > MAX_ELEMENTS:
        raise ConfigError(
            f"{row.name} has {value.size} numbers; up to {MAX_ELEMENTS} can be shown."
        )
    if not np.isfinite(value).all():
        at = ", ".join(
            f"{line.name} = {write_value(np.asarray(rows[line.row].value))}"
            for line in row.inputs
            if not is_constant(line.name)
        )
        raise ConfigError(
            f"{row.name} = {row.formula} is not finite where {at}; change a value."
        )
