"""What a user types is read by a short list; everything else is refused at once."""

import math

import pytest

from limpid.errors import ConfigError
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
        ("x @ y", "use"),
        ("sigmod(x)", "did you mean 'sigmoid'"),
        ("exp(x, y)", "another number"),
        ("exp(x=2)", "write functions"),
        ("w * x", "add --at w=1"),
        ("x + 1", "does not use 'y'"),
    ],
)
def test_anything_else_is_refused_with_one_sentence(expression, reason):
    with pytest.raises(ConfigError, match=reason) as caught:
        evaluate(expression, AT)
    assert "\n" not in str(caught.value)


def test_values_are_names_and_finite_numbers():
    assert values_of(["x=-2", "y = 1e-3"]) == {"x": -2.0, "y": 1e-3}
    for wrong in ("x", "x=", "=2", "x=two", "x=nan", "1=2", "x=1=2"):
        with pytest.raises(ConfigError, match="expected a name and a number"):
            values_of([wrong])
    with pytest.raises(ConfigError, match="twice"):
        values_of(["x=1", "x=2"])
