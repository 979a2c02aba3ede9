"""Gates are named by what they do to the gradient, and trouble by its cause."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid import explain
from limpid.datasets import playground
from limpid.errors import ConfigError, DataError, ShapeError
from limpid.explanations import FEATURES, evaluate, features, role, trouble

NUMBERS = st.floats(-10, 10)


def last(expression, **at):
    return explain(evaluate(expression, at)).rows()[-1]


@given(NUMBERS, NUMBERS)
def test_roles_say_what_the_gradients_do(x, y):
    handed = {
        name: [line.passed_on.item() for line in last(name, x=x, y=y).inputs]
        for name in ("x + y", "x - y", "x * y", "max(x, y)")
    }
    assert handed["x + y"] == [1, 1]
    assert handed["x - y"] == [1, -1]
    assert handed["x * y"] == [y, x]
    assert sum(handed["max(x, y)"]) == 1


@pytest.mark.parametrize(
    ("expression", "name"),
    [("x + y", "distributes"), ("x * y", "swaps"), ("max(x, y)", "routes"),
     ("exp(x * y)", "scales"), ("-(x + y)", "flips")],
)  # fmt: skip
def test_gate_has_the_role_of_the_lecture(expression, name):
    row = last(expression, x=2, y=3)
    assert row.role == role(row.op)
    assert row.role.name == name
    assert row.role.sentence.endswith(".")


def test_inputs_have_no_role():
    assert role("").name == ""


@pytest.mark.parametrize(
    ("expression", "at", "sentence"),
    [
        ("x / y", {"x": 1, "y": 0}, "x / y is inf: it divides by y, which is 0."),
        ("1 + log(x)", {"x": 0}, "log(x) is -inf: log has no finite value at x = 0."),
        ("sqrt(x)", {"x": -1}, "sqrt(x) is nan: sqrt has no finite value at x = -1."),
        ("x / y", {"x": [1, 2], "y": [1, 0]}, "x / y is inf: it divides by y, which"),
    ],
)
def test_first_value_that_is_not_finite_is_named_with_its_cause(
    expression, at, sentence
):
    assert trouble(explain(evaluate(expression, at)).rows()).startswith(sentence)


def test_finite_graphs_are_no_trouble():
    assert trouble(explain(evaluate("x / y", {"x": 1, "y": 2})).rows()) == ""


def test_seven_features_are_those_of_the_playground():
    x, _ = playground.gauss(50)
    a, b = x.T
    want = [a, b, a * a, b * b, a * b, np.sin(a), np.sin(b)]
    np.testing.assert_allclose(features(x), np.stack(want, 1), rtol=1e-6)
    assert len(FEATURES) == 7


def test_formulas_of_ones_own_are_features():
    got = features([[1.0, 2.0], [3.0, 4.0]], ["2", "x1 - x2", "hypot(x1, x2)"])
    np.testing.assert_allclose(got, [[2, -1, 5**0.5], [2, -1, 5]], rtol=1e-6)


@pytest.mark.parametrize(
    ("x", "formulas", "error", "reason"),
    [
        ([[1, 2]], [], ConfigError, "at least one"),
        ([[1, 2]], ["x3"], ConfigError, "'x3' has no value"),
        ([[1, 0]], ["x1/x2"], DataError, r"\[1.0, 0.0\]"),
        ([1, 2], ["x1"], ShapeError, "rows of coordinates"),
    ],
)
def test_features_that_cannot_be_are_refused(x, formulas, error, reason):
    with pytest.raises(error, match=reason):
        features(x, formulas)
