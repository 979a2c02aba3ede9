"""The formulas that limpid shows are the functions that it computes."""

import ast
import math
import operator

import numpy as np
import pytest
from tests.ops.test_samples import operations

import limpid
from limpid.graph import Binary, Unary, apply
from limpid.graph.arithmetic import Cast
from limpid.ops.pow import ScalarPow

POINTS = np.array([-1000.0, -50, -7.3, -1.2, -0.31, 0.27, 0.9, 1.7, 6.4, 50, 1000])
NAMES = {
    **{name: getattr(np, name) for name in (
        "abs", "acos", "acosh", "asin", "asinh", "atan", "atan2", "atanh", "ceil",
        "copysign", "cos", "cosh", "exp", "expm1", "floor", "hypot", "log", "log1p",
        "log2", "log10", "logaddexp", "maximum", "minimum", "round", "sign", "sin",
        "sinh", "sqrt", "tan", "tanh", "trunc", "where",
    )},
    "erf": np.vectorize(math.erf, otypes=[float]),
    "pi": math.pi,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
}  # fmt: skip
OPERATORS = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.Pow: operator.pow, ast.USub: operator.neg,
    ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
    ast.LShift: operator.lshift, ast.RShift: operator.rshift,
    ast.Invert: operator.invert, ast.Eq: operator.eq, ast.NotEq: operator.ne,
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}  # fmt: skip

ELEMENTWISE = sorted(
    (o for o in operations() if issubclass(o, Unary | Binary) and o.formula),
    key=lambda o: o.__name__,
)
SETTINGS = {Cast: (np.dtype("float64"),), ScalarPow: (3.0,)}
# The bits of floats are nobody's formula; a selection's slope is a matter of ties.
INTEGERS = {"BitwiseAnd", "BitwiseOr", "BitwiseXor", "BitwiseInvert"} | {
    "BitwiseLeftShift", "BitwiseRightShift",
}  # fmt: skip


def evaluate(text: str, names: dict):
    """Evaluate a formula: arithmetic, comparisons, and the functions of NAMES."""
    return _value(ast.parse(text, mode="eval").body, {**NAMES, **names})


def _value(node, names):
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names[node.id]
    if isinstance(node, ast.UnaryOp):
        return OPERATORS[type(node.op)](_value(node.operand, names))
    if isinstance(node, ast.BinOp):
        sides = (_value(side, names) for side in (node.left, node.right))
        return OPERATORS[type(node.op)](*sides)
    if isinstance(node, ast.Compare):
        sides = (_value(side, names) for side in (node.left, node.comparators[0]))
        return OPERATORS[type(node.ops[0])](*sides)
    if isinstance(node, ast.Call):
        return _value(node.func, names)(*(_value(a, names) for a in node.args))
    raise SyntaxError(f"{ast.dump(node)} is no part of a formula")


def points(kind) -> list[np.ndarray]:
    """Return the operands at which an operation is looked at."""
    if kind.__name__ in INTEGERS:
        grids = np.meshgrid([1, 2, 5, 12], [0, 1, 3])
        return grids if issubclass(kind, Binary) else grids[:1]
    if issubclass(kind, Binary):
        return list(np.meshgrid(POINTS, POINTS[2:9]))
    return [np.concatenate([POINTS, np.linspace(-0.99, 0.99, 7), [1.01, 3.0]])]


def agree(got, text, names):
    """Compare wherever the formula as written, not made stable, is finite."""
    want = np.broadcast_to(evaluate(text, names), got.shape)
    finite = np.isfinite(want)
    assert finite.sum() >= 4, text
    np.testing.assert_allclose(got[finite], want[finite], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("kind", ELEMENTWISE)
@np.errstate(all="ignore")
def test_formula_is_the_value(kind):
    op = kind(*SETTINGS.get(kind, ()))
    operands = points(kind)
    settings = {f: getattr(op, f) for f in getattr(op, "__dataclass_fields__", {})}
    names = dict(zip("xy", operands, strict=False)) | settings
    agree(np.asarray(op.reference(*operands)), op.formula, names)


@pytest.mark.parametrize("kind", [o for o in ELEMENTWISE if o.derivative])
@np.errstate(all="ignore")
def test_derivative_is_the_gradient(kind):
    op = kind(*SETTINGS.get(kind, ()))
    tensors = [limpid.Tensor(x) for x in points(kind)]
    found = limpid.gradients(apply(op, *tensors), tensors)
    settings = {f: getattr(op, f) for f in getattr(op, "__dataclass_fields__", {})}
    names = dict(zip("xy", map(np.asarray, tensors), strict=False)) | settings
    texts = (op.derivative,) if isinstance(op.derivative, str) else op.derivative
    for g, text in zip(found, texts, strict=True):
        agree(g.numpy(), text, names)


def test_formulas_are_checked_for_most_elementwise_functions():
    assert len(ELEMENTWISE) > 55


def test_a_formula_may_not_call_anything_else():
    with pytest.raises((KeyError, SyntaxError)):
        evaluate("__import__('os').getcwd()", {})
