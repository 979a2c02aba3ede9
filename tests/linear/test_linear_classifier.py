"""The linear classifier has the demonstration's numbers, and true gradients."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limpid.datasets import nine_points
from limpid.errors import ConfigError, DataError, ShapeError
from limpid.linear import FORMULATIONS, LinearClassifier

KERNEL, BIAS = [[1, 2], [2, -4], [3, -1]], [0, 0.5, -0.5]
X, Y = nine_points.load_data()[0]
X = X.astype(np.float64).round(3)


def demo(formulation="weston_watkins", l2=0.1):
    return LinearClassifier(formulation, l2).start(KERNEL, BIAS)


@pytest.mark.parametrize(
    ("formulation", "total", "minimum"),
    [
        ("weston_watkins", 6.266667, 0.659892),
        ("one_vs_all", 7.522222, 1.616956),
        ("structured", 5.866667, 0.627559),
        ("softmax", 5.336640, 0.876301),
    ],
)
def test_losses_and_their_minima_are_those_of_the_demonstration(
    formulation, total, minimum
):
    model = demo(formulation)
    assert model.evaluate(X, Y).loss == pytest.approx(total, abs=1e-6)
    for step in range(600):
        model.step(X, Y, 0.1 if step < 200 else 20 / step)
    assert minimum - 1e-6 <= model.evaluate(X, Y).loss < minimum + 2e-3
    assert model.score(X, Y) == 1


def test_table_is_that_of_the_demonstration():
    found = demo().evaluate(X, Y)
    want = [0.3, 1.7, 0.0, 3.2, 6.8, 2.4, 2.5, 3.3, 4.7]
    np.testing.assert_allclose(found.losses, want, atol=1e-12)
    np.testing.assert_allclose(found.scores[6], [-0.1, 3.5, 2.0])
    assert found.data_loss == pytest.approx(np.mean(want))
    assert found.regularization_loss == pytest.approx(3.5)
    kernel = [[-0.2333, 0.3667], [0.8111, -1.1778], [0.6222, 0.2111]]
    np.testing.assert_allclose(found.kernel_gradient, kernel, atol=5e-5)
    np.testing.assert_allclose(found.bias_gradient, [1 / 9, -1 / 9, 0], atol=1e-12)


def test_single_update_lowers_the_total_as_the_inventory_computed():
    model = demo()
    assert model.step(X, Y).loss == pytest.approx(6.266667, abs=1e-6)
    assert model.evaluate(X, Y).loss == pytest.approx(6.000295, abs=1e-6)


@pytest.mark.parametrize("formulation", FORMULATIONS)
@settings(max_examples=8)
@given(seed=st.integers(0, 10_000), classes=st.integers(2, 5), l2=st.floats(0, 1))
def test_gradients_are_those_of_central_differences(formulation, seed, classes, l2):
    random = np.random.default_rng(seed)
    x, y = random.normal(size=(7, 3)), random.integers(0, classes, 7)
    model = LinearClassifier(formulation, l2).randomize(classes, 3, seed)
    found, step = model.evaluate(x, y), 1e-6
    given_ = {"kernel": found.kernel_gradient, "bias": found.bias_gradient}
    for name, gradient in given_.items():
        weights = getattr(model, name)
        for place in np.ndindex(weights.shape):
            losses = []
            for change in (step, -step):
                moved = weights.copy()
                moved[place] += change
                setattr(model, name, moved)
                losses.append(model.evaluate(x, y).loss)
            setattr(model, name, weights)
            slope = (losses[0] - losses[1]) / (2 * step)
            assert gradient[place] == pytest.approx(slope, rel=1e-5, abs=1e-6)


@settings(max_examples=10)
@given(st.integers(0, 1000))
def test_only_relative_scores_matter_but_to_one_against_all(shift):
    for formulation in ("weston_watkins", "structured", "softmax"):
        model = demo(formulation)
        before = model.evaluate(X, Y).losses
        model.bias = model.bias + shift
        np.testing.assert_allclose(model.evaluate(X, Y).losses, before, atol=1e-9)


def test_seed_decides_random_weights():
    first, again, other = (LinearClassifier().randomize(3, 2, s) for s in (1, 1, 2))
    np.testing.assert_array_equal(first.kernel, again.kernel)
    assert (first.kernel != other.kernel).all()
    assert first.kernel.shape == (3, 2)


@pytest.mark.parametrize(
    ("call", "error", "reason"),
    [
        (lambda: LinearClassifier("weston_watkin"), ConfigError, "did you mean"),
        (lambda: LinearClassifier(l2=-1), ConfigError, "0 or more"),
        (lambda: LinearClassifier().start(KERNEL, [0, 1]), ShapeError, "classes"),
        (lambda: demo().evaluate(X, Y + 1), DataError, "whole numbers from 0 to 2"),
        (lambda: demo().evaluate(X[:, :1], Y), ShapeError, "matmul"),
        (lambda: demo().evaluate(X, Y[:3]), ShapeError, "one class number"),
        (lambda: LinearClassifier().evaluate(X, Y), ConfigError, "start"),
    ],
)
def test_what_does_not_fit_is_refused(call, error, reason):
    with pytest.raises(error, match=reason):
        call()
