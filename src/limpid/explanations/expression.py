"""Expressions that a user types: parsed by a short list of what is allowed."""

import ast
import json
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from limpid import ops
from limpid.errors import ConfigError, LimpidError, nearest
from limpid.graph.op import Array
from limpid.graph.tensor import Tensor

MAX_LENGTH = 500
MAX_DEPTH = 40
# Whole numbers beyond these only make a graph that nobody can read.
MAX_NUMBER = 1e15
MAX_POWER = 100

FUNCTIONS: Final = (
    "abs",
    "acos",
    "acosh",
    "asin",
    "asinh",
    "atan",
    "atan2",
    "atanh",
    "cos",
    "cosh",
    "dot",
    "elu",
    "erf",
    "exp",
    "expm1",
    "gelu",
    "hypot",
    "leaky_relu",
    "log",
    "log10",
    "log1p",
    "log2",
    "log_softmax",
    "logaddexp",
    "logsumexp",
    "max",
    "maximum",
    "mean",
    "min",
    "minimum",
    "pow",
    "reciprocal",
    "relu",
    "sigmoid",
    "sign",
    "silu",
    "sin",
    "sinh",
    "softmax",
    "softplus",
    "softsign",
    "sqrt",
    "square",
    "sum",
    "tan",
    "tanh",
    "transpose",
)

# As lectures write them: max(x, y) of two values is not max(x) of one vector.
_OF_TWO: Final = {"max": "maximum", "min": "minimum"}

CONSTANTS: Final = {"pi": math.pi, "e": math.e}

_OPERATORS: Final[Mapping[type[ast.AST], Callable[..., Any]]] = {
    ast.Add: ops.add,
    ast.Sub: ops.subtract,
    ast.Mult: ops.multiply,
    ast.Div: ops.divide,
    ast.MatMult: ops.matmul,
    ast.USub: ops.negative,
    ast.UAdd: ops.positive,
}


def values_of(settings: Sequence[str]) -> dict[str, Array]:
    """Return the values of settings such as 'x=-2', 'v=[1, 2]' or 'W=[[1, 2], [3, 4]]'.

    Raises:
        ConfigError: One is no name, equals sign and numbers, or a name comes twice.
    """
    values: dict[str, Array] = {}
    for setting in settings:
        name, _, text = (part.strip() for part in setting.partition("="))
        value = numbers_in(text)
        if not name.isidentifier() or not np.isfinite(value).all() or not value.size:
            raise ConfigError(
                f"--at {setting!r}: expected a name and a number, x=-2, or a name and "
                "a vector, x=[1, 2]."
            )
        if name in values:
            raise ConfigError(f"--at gives {name!r} twice; give each name one value.")
        values[name] = value
    return values


def numbers_in(text: str) -> Array:
    """Return a number or nested brackets of numbers; NaN if it is neither.

    Example:
        >>> numbers_in("[[1, 2], [3, 4]]").shape
        (2, 2)
    """
    try:
        value = json.loads(text) if text.startswith("[") else float(text)
        array = np.asarray(value)
        return array.astype(np.float64) if array.dtype.kind in "if" else _NOTHING
    except (ValueError, RecursionError):
        return _NOTHING


_NOTHING: Final = np.asarray(math.nan)


def evaluate(expression: str, values: Mapping[str, Any]) -> Tensor:
    """Return an expression's value as a tensor that remembers its graph.

    Allowed are numbers, names, + - * / ** @, brackets, and the functions in FUNCTIONS.
    A value may be a number or an array, computed in float64, or a tensor as it is.

    Raises:
        ShapeError: Vectors or matrices do not fit together.
        ConfigError: The expression is too long, too deep, or not of this form; a
            name has no value, or a value no name.

    Example:
        >>> evaluate("(x + y) * z", {"x": -2, "y": 5, "z": -4}).item()
        -12.0
        >>> evaluate("sum(relu(W @ x))", {"W": [[1, 2], [3, -4]], "x": [1, 1]}).item()
        3.0
    """
    tree = _parsed(expression.replace("^", "**"))
    reader = _Reader(values)
    with np.errstate(all="ignore"):
        result = reader.read(tree, 0)
    if unused := sorted(set(values) - set(reader.named)):
        raise ConfigError(
            f"The expression does not use {unused[0]!r}; leave its value out."
        )
    return result if isinstance(result, Tensor) else reader.constant(result)


def names_in(expression: str) -> list[str]:
    """Return the names in an expression that need values, in their order.

    Raises:
        ConfigError: The expression is too long, too deep, or cannot be read.

    Example:
        >>> names_in("max(x, y) * x + pi")
        ['x', 'y']
    """
    tree = _parsed(expression.replace("^", "**"))
    called = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    found = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
    found.sort(key=lambda n: (n.lineno, n.col_offset))
    names = dict.fromkeys(n.id for n in found if id(n) not in called)
    return [name for name in names if name not in CONSTANTS]


def _parsed(expression: str) -> ast.expr:
    if len(expression) > MAX_LENGTH:
        raise ConfigError(
            f"The expression has {len(expression):,} characters; write up to "
            f"{MAX_LENGTH}."
        )
    if _bracket_depth(expression) > MAX_DEPTH:
        raise ConfigError(f"The expression nests deeper than {MAX_DEPTH}; simplify it.")
    try:
        return ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        word = getattr(error, "msg", "it cannot be read")
        raise ConfigError(f"{expression!r} is no expression: {word}.") from None


def _named(value: Any, name: str) -> Tensor:
    if isinstance(value, Tensor):
        return value
    return Tensor(np.asarray(value, np.float64), name=name)


def _bracket_depth(expression: str) -> int:
    depth = deepest = 0
    for character in expression:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    return deepest


class _Reader:
    """Turns a tree into tensors, refusing all that is not on the list."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values
        self.named: dict[str, Tensor] = {}

    def read(self, node: ast.expr, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise ConfigError(
                f"The expression nests deeper than {MAX_DEPTH}; simplify it."
            )
        if isinstance(node, ast.Constant):
            return self.number(node.value)
        if isinstance(node, ast.Name):
            return self.name(node.id)
        if isinstance(node, ast.UnaryOp) and type(node.op) in _OPERATORS:
            return self.unary(node, depth)
        if isinstance(node, ast.BinOp):
            return self.binary(node, depth)
        if isinstance(node, ast.Call):
            return self.call(node, depth)
        raise ConfigError(
            f"{ast.unparse(node)!r} cannot be in an expression; use numbers, names, "
            "+ - * / ** @, brackets and functions such as exp(x)."
        )

    def number(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ConfigError(f"{value!r} is no number.")
        if abs(value) > MAX_NUMBER:
            raise ConfigError(
                "A number in the expression is too large; use up to 1e15."
            )
        return float(value)

    def constant(self, value: float) -> Tensor:
        return Tensor(np.float64(value))

    def name(self, name: str) -> Any:
        if name in self.values:
            given = self.values[name]
            if name not in self.named:
                self.named[name] = (
                    given if isinstance(given, Tensor) else _named(given, name)
                )
            return self.named[name]
        if name in CONSTANTS:
            return CONSTANTS[name]
        raise ConfigError(f"{name!r} has no value; give it one: --at {name}=1.")

    def unary(self, node: ast.UnaryOp, depth: int) -> Any:
        operand = self.read(node.operand, depth + 1)
        if isinstance(operand, float):
            return -operand if isinstance(node.op, ast.USub) else operand
        return _OPERATORS[type(node.op)](operand)

    def binary(self, node: ast.BinOp, depth: int) -> Any:
        left, right = self.read(node.left, depth + 1), self.read(node.right, depth + 1)
        if isinstance(node.op, ast.Pow):
            return self.power(left, right)
        if type(node.op) not in _OPERATORS:
            raise ConfigError(f"{ast.unparse(node)!r}: use + - * / ** @ only.")
        return _OPERATORS[type(node.op)](self.tensor(left), self.tensor(right))

    def power(self, base: Any, exponent: Any) -> Tensor:
        size = float(np.abs(np.asarray(exponent)).max())
        if size > MAX_POWER:
            raise ConfigError(
                f"The power {size:g} is too large; use exponents from -{MAX_POWER} "
                f"to {MAX_POWER}."
            )
        return ops.pow(self.tensor(base), exponent)

    def call(self, node: ast.Call, depth: int) -> Tensor:
        if not isinstance(node.func, ast.Name) or node.keywords:
            raise ConfigError(f"{ast.unparse(node)!r}: write functions as exp(x).")
        name = node.func.id
        if name not in FUNCTIONS:
            raise ConfigError(
                f"There is no function {name!r}; {nearest(name, FUNCTIONS)}"
            )
        args = [self.tensor(self.read(arg, depth + 1)) for arg in node.args]
        function = _OF_TWO.get(name, name) if len(args) > 1 else name
        try:
            result: Tensor = getattr(ops, function)(*args)
        except TypeError as error:
            if isinstance(error, LimpidError):
                raise
            raise ConfigError(
                f"{name}() got {len(args)} values; {name} takes another number of them."
            ) from None
        return result

    def tensor(self, value: Any) -> Tensor:
        return value if isinstance(value, Tensor) else self.constant(value)
