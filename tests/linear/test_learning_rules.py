"""The rules of one neuron, against the lectures' numbers and the theorems."""

import json
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from limpid import Tensor, grad
from limpid.errors import ConfigError, DataError, ShapeError
from limpid.linear import (
    AveragedPerceptron,
    BatchPerceptron,
    DeltaRule,
    LearningRule,
    Perceptron,
    mistake_bound,
)
from limpid.losses import half_squared_error

RULES = [Perceptron, BatchPerceptron, AveragedPerceptron, DeltaRule]
INPUTS = [[0, 0], [0, 1], [1, 0], [1, 1]]
TARGETS = {"AND": [-1, -1, -1, 1], "OR": [-1, 1, 1, 1], "XOR": [-1, 1, 1, -1]}
CASE = next(
    case
    for case in json.loads(
        (files("limpid.numbers") / "lecture_numbers.json").read_text("utf-8")
    )["cases"]
    if case["id"] == "perceptron-rule"
)["more_exact"]


def separable(seed, count=20):
    """Return points on both sides of a random line, none too near to it."""
    random = np.random.default_rng(seed)
    x, line = random.uniform(-1, 1, (count, 2)), random.normal(size=3)
    scores = (x @ line[:2] + line[2]) / np.linalg.norm(line)
    kept = np.abs(scores) > 0.05
    return x[kept], np.where(scores[kept] >= 0, 1, -1)


@pytest.mark.parametrize("gate", ["AND", "OR"])
def test_every_epoch_of_the_lecture(gate):
    updates = list(Perceptron().updates(INPUTS, TARGETS[gate]))
    ends = updates[3::4]
    mistakes = np.diff([0] + [update.mistakes for update in ends])
    got = [[mistakes[i], *update.weights, update.bias] for i, update in enumerate(ends)]
    np.testing.assert_array_equal(got, CASE[gate]["per_epoch_mistakes_w1_w2_b"])


def test_xor_runs_in_a_circle_for_ever():
    rule = Perceptron().fit(INPUTS, TARGETS["XOR"])
    assert (rule.converged_, rule.n_iter_) == (False, 100)
    first, again = rule.cycle_
    assert again > first
    ends = list(rule.updates(INPUTS, TARGETS["XOR"]))[3::4]
    mistakes = np.diff([0] + [update.mistakes for update in ends])
    assert mistakes[:8].tolist() == CASE["XOR"]["mistakes_each_epoch"]
    assert mistake_bound(INPUTS, TARGETS["XOR"]) == np.inf


@settings(max_examples=30)
@given(st.integers(0, 10_000))
def test_no_more_mistakes_than_the_bound_on_separable_points(seed):
    x, y = separable(seed)
    assume(len(set(y)) == 2)
    rule = Perceptron(epochs=10_000).fit(x, y)
    assert rule.converged_
    assert rule.cycle_ is None
    assert rule.mistakes_ <= mistake_bound(x, y) * (1 + 1e-9)
    assert rule.score(x, y) == 1


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_margin_of_the_bound_is_that_of_a_support_vector_machine(seed):
    svm = pytest.importorskip("sklearn.svm")
    x, y = separable(seed, 12)
    assume(len(set(y)) == 2)
    ones = np.column_stack([x, np.ones(len(x))])
    shortest = svm.SVC(kernel="linear", C=1e8, tol=1e-8)
    # Without an intercept of its own: examples and their mirror images.
    shortest.fit(np.vstack([ones, -ones]), np.concatenate([y, -y]))
    length = np.sum(shortest.coef_**2)
    want = np.max(np.sum(ones**2, axis=1)) * length
    assert mistake_bound(x, y) == pytest.approx(want, rel=1e-3)


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_update_has_the_sign_of_the_error_and_leaves_inactive_inputs_alone(seed):
    random = np.random.default_rng(seed)
    x = random.integers(-2, 3, (6, 3)).astype(float)
    for update in Perceptron(epochs=3).updates(x, [1, -1, 1, -1, 1, -1]):
        (row,) = update.examples
        assert (not update.moves) == update.is_right
        want = (update.targets[0] - update.predictions[0]) * x[row]
        np.testing.assert_array_equal(update.change, want)


@settings(max_examples=20)
@given(st.integers(0, 10_000), st.floats(0.001, 0.1))
def test_delta_rule_is_gradient_descent_of_half_the_squared_error(seed, rate):
    random = np.random.default_rng(seed)
    x, start = random.normal(size=(4, 2)), random.normal(size=3)
    y = np.array([1, -1, -1, 1])
    before = start
    for update in DeltaRule(rate, epochs=2).updates(x, y, start):
        row = update.examples[0]
        ones = np.append(x[row], 1)

        def loss(line, ones=ones, row=row):
            return half_squared_error([float(y[row])], (line * ones).sum()[None])

        gradient = grad(loss)(Tensor(before)).numpy()
        change = np.append(update.change, update.bias_change)
        np.testing.assert_allclose(change, -rate * gradient, rtol=1e-9, atol=1e-12)
        before = np.append(update.weights, update.bias)


def test_delta_rule_ends_near_the_line_of_least_squares():
    x, y = separable(1)
    rule = DeltaRule(rate=0.005, epochs=800).fit(x, y)
    want = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=None)[0]
    got = np.append(rule.coef_, rule.intercept_)
    np.testing.assert_allclose(got, want, atol=0.05)


def test_batch_rule_adds_all_mistakes_at_once():
    (update, *_) = BatchPerceptron().updates(INPUTS, TARGETS["AND"])
    # From zero every example counts as 1: the three others are wrong by 2.
    assert update.change.tolist() == [-2, -2]
    assert update.bias_change == -6
    assert update.mistakes == 3


def test_averaged_rule_answers_with_the_mean_of_all_lines():
    updates = list(AveragedPerceptron().updates(INPUTS, TARGETS["AND"]))
    lines = [np.append(update.weights, update.bias) for update in updates]
    shown = np.append(updates[-1].decision_weights, updates[-1].decision_bias)
    np.testing.assert_allclose(shown, np.mean(lines, axis=0))
    rule = AveragedPerceptron().fit(INPUTS, TARGETS["AND"])
    assert rule.coef_[0].tolist() == updates[-1].decision_weights.tolist()


@pytest.mark.parametrize("rule", RULES)
def test_rules_follow_the_protocol_of_scikit_learn(rule):
    base = pytest.importorskip("sklearn.base")
    learned = base.clone(rule(rate=0.05, epochs=50)).fit(INPUTS, list("nnny"))
    assert learned.get_params() == {"rate": 0.05, "epochs": 50}
    assert set(learned.predict(INPUTS)) <= {"n", "y"}
    assert learned.score(INPUTS, list("nnny")) >= 0.75
    assert learned.set_params(rate=2.0).rate == 2.0
    with pytest.raises(ConfigError):
        learned.set_params(rate=-1)


@pytest.mark.parametrize(
    ("call", "error", "reason"),
    [
        (lambda: Perceptron(rate=0), ConfigError, "above 0"),
        (lambda: Perceptron().fit(INPUTS, [1, 1, 1, 1]), DataError, "1 different"),
        (lambda: Perceptron().fit(INPUTS, [1, 2, 3, 1]), DataError, "3 different"),
        (lambda: Perceptron().fit(INPUTS, [1, -1]), ShapeError, "one label for each"),
        (lambda: Perceptron().fit([1, 2], [1, -1]), ShapeError, "features"),
        (lambda: Perceptron().fit([[np.nan]], [1]), DataError, "not finite"),
        (
            lambda: list(Perceptron().updates(INPUTS, TARGETS["OR"], [1, 2])),
            ShapeError,
            "then the bias",
        ),
        (
            lambda: DeltaRule(1e3, 1000).fit(INPUTS, TARGETS["OR"]),
            DataError,
            "smaller rate",
        ),
        (LearningRule, TypeError, "abstract"),
    ],
)
def test_what_cannot_be_learned_is_said(call, error, reason):
    with pytest.raises(error, match=reason):
        call()
