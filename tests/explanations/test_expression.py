"""What a user types is read by a short list; everything else is refused at once."""

import math

import pytest

from limpid.errors import ConfigError, ShapeError
from limpid.explanations.expression import evaluate, values_of

AT = {"x": 2.0, "y": -3.0}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("(x + y) * x", -2.0),
        ("-x - -y", -5.0),
        ("x ** 3 / 4 + y*0", 2.0),
        ("x^2 + y", 1.0),
        ("exp(x) + y", math.exp(2) - 3),
        ("maximum(x, y)", 2.0),
        ("sigmoid(x*y)", 1 / (1 + math.exp(6))),
        ("pi * x + 0 * y", 2 * math.pi),
        ("x + y + 2", 1.0),
    ],
)
def test_arithmetic_and_functions_are_computed_in_double_precision(expression, value):
    assert evaluate(expression, AT).item() == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("9**9**9", "too large"),
        ("x**101", "too large"),
        ("(" * 100_000 + "x" + ")" * 100_000, "characters"),
        ("(" * 60 + "x" + ")" * 60, "deeper"),
        ("-" * 200 + "x", "deeper"),
        ("1" * 400, "too large"),
        ("x.real", "cannot be"),
        ("x.__class__.__bases__", "cannot be"),
        ("__import__('os').system('true')", "write functions"),
        ("eval('x')", "no function 'eval'"),
        ("(lambda: x)()", "write functions"),
        ("[x for x in (1,)]", "cannot be"),
        ("'a' * 9", "no number"),
        ("True", "no number"),
        ("x if x else y", "cannot be"),
        ("x; y", "no expression"),
        ("x = 1", "no expression"),
        ("", "no expression"),
        ("x\0", "no expression"),
        ("x % y", "use"),
        ("max(x, y, x)", "another number"),
        ("sum(x, axis=0)", "write functions"),
        ("sigmod(x)", "did you mean 'sigmoid'"),
        ("exp(x, y)", "another number"),
        ("exp(x=2)", "write functions"),
        ("w * x", "--at w=1"),
        ("x + 1", "does not use 'y'"),
    ],
)
def test_anything_else_is_refused_with_one_sentence(expression, reason):
    with pytest.raises(ConfigError, match=reason) as caught:
        evaluate(expression, AT)
    assert "\n" not in str(caught.value)


def test_values_are_names_and_finite_numbers():
    assert values_of(["x=-2", "y = 1e-3"]) == {"x": -2.0, "y": 1e-3}
    assert values_of(["W=[[1, 2], [3, 4.5]]"])["W"].tolist() == [[1, 2], [3, 4.5]]
    for wrong in (
        "x", "x=", "=2", "x=two", "x=nan", "1=2", "x=1=2", "x=[]", "x=[1, [2]]",
        'x=["a"]', "x=[1", "x=[true]", "x=[NaN]",
    ):  # fmt: skip
        with pytest.raises(ConfigError, match="expected a name and a number"):
            values_of([wrong])
    with pytest.raises(ConfigError, match="twice"):
        values_of(["x=1", "x=2"])


def test_vectors_and_matrices_take_part():
    at = {"W": [[1.0, 2.0], [3.0, -4.0]], "x": [1.0, 1.0], "b": [0.5, 0.5]}
    assert evaluate("W @ x + b", at).tolist() == [3.5, -0.5]
    assert evaluate("sum(relu(W @ x + b))", at).item() == 3.5
    assert evaluate("x * b", {"x": [1, 2], "b": 3}).tolist() == [3, 6]
    assert evaluate("x ** n", {"x": [1, 2], "n": [2, 3]}).tolist() == [1, 8]
    assert evaluate("max(x)", {"x": [1, 5, 2]}).item() == 5
    assert evaluate("max(x, y)", AT).item() == 2
    p = evaluate("softmax(x)", {"x": [1000, 1001]}).numpy()
    assert p == pytest.approx([1 / (1 + math.e), math.e / (1 + math.e)])


def test_vectors_that_do_not_fit_are_refused():
    with pytest.raises(ShapeError):
        evaluate("x + y", {"x": [1, 2], "y": [1, 2, 3]})
    with pytest.raises(ShapeError, match="for scalars"):
        evaluate("x @ y", AT)
