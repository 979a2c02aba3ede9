"""What the lectures say about penalties, and about overfitting."""

import numpy as np
import pytest

import limpid
from limpid.layers import Dense
from limpid.regularizers import L1, L1L2, L2

W = np.array([[1.0, 2.0], [2.0, -4.0], [3.0, -1.0]])


def slope(penalty, weights):
    weights = limpid.Tensor(weights)
    return limpid.gradients(penalty(weights), weights).numpy()


def test_gradient_of_l2_is_twice_lambda_times_the_weights():
    np.testing.assert_allclose(slope(L2(0.1), W), 0.2 * W, rtol=1e-15)
    assert float(L2(0.1)(W)) == pytest.approx(3.5)


def test_subgradient_of_l1_is_the_sign_and_zero_at_zero():
    weights = np.array([-2.0, 0.0, 0.5])
    np.testing.assert_array_equal(slope(L1(1.0), weights), [-1, 0, 1])


def test_both_penalties_at_once_are_their_sum():
    both = float(L1L2(l1=0.3, l2=0.2)(W))
    assert both == pytest.approx(float(L1(0.3)(W)) + float(L2(0.2)(W)), rel=1e-15)


def test_biases_are_not_penalized():
    layer = Dense(3, kernel_regularizer=L2(0.1), bias_initializer="ones")
    layer(np.zeros((1, 2)))
    layer.set_weights([W.T, [0.0, 0.5, -0.5]])
    assert [float(loss) for loss in layer.losses] == [pytest.approx(3.5)]


def after_a_step(optimizer, **settings):
    model = limpid.Sequential([Dense(2, use_bias=False, dtype="float64", **settings)])
    model(np.zeros((1, 3)))
    model.set_weights([W])
    model.compile(optimizer, loss="mean_squared_error")
    # Inputs of zero: the data pull at nothing.
    model.train_on_batch(np.zeros((4, 3)), np.zeros((4, 2)))
    return model.get_weights()[0]


def test_l2_under_sgd_multiplies_the_weights_and_under_adam_it_does_not():
    rate, strength = 0.1, 0.05
    factor = 1 - 2 * rate * strength
    sgd = after_a_step(limpid.optimizers.SGD(rate), kernel_regularizer=L2(strength))
    np.testing.assert_allclose(sgd, factor * W, rtol=1e-7)
    adam = after_a_step(limpid.optimizers.Adam(rate), kernel_regularizer=L2(strength))
    decayed = after_a_step(limpid.optimizers.AdamW(rate, weight_decay=2 * strength))
    np.testing.assert_allclose(decayed, factor * W, rtol=1e-7)
    assert abs(adam - decayed).max() > 0.01


def test_stronger_penalty_raises_the_training_loss_and_shortens_the_weights():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(30, 5))
    y = x @ rng.normal(size=5) + 0.5 * rng.normal(size=30)
    losses, norms = [], []
    for strength in (0.0, 0.1, 1.0, 10.0, 100.0):
        w = limpid.linalg.solve(x.T @ x + strength * np.eye(5), x.T @ y)
        losses.append(float(limpid.mean((limpid.matmul(x, w) - y) ** 2)))
        norms.append(float(limpid.linalg.vector_norm(w)))
    assert losses == sorted(losses)
    assert norms == sorted(norms, reverse=True)


def test_stronger_penalty_lowers_variance_raises_bias_and_the_best_lies_between():
    grid = np.linspace(-1, 1, 40)
    truth = np.sin(3 * grid)
    powers = np.arange(8)
    strengths = [1e-6, 1e-3, 1e-2, 1e-1, 1.0, 10.0]
    variances, biases = [], []
    for strength in strengths:
        fits = []
        for seed in range(100):
            rng = np.random.default_rng(seed)
            x = rng.uniform(-1, 1, 20)
            y = np.sin(3 * x) + 0.4 * rng.normal(size=20)
            a = x[:, None] ** powers
            w = limpid.linalg.solve(a.T @ a + strength * np.eye(8), a.T @ y).numpy()
            fits.append(grid[:, None] ** powers @ w)
        variances.append(np.var(fits, axis=0).mean())
        biases.append(((np.mean(fits, axis=0) - truth) ** 2).mean())
    assert variances == sorted(variances, reverse=True)
    assert biases[-1] > biases[2] > 0
    sums = np.add(variances, biases)
    assert 0 < sums.argmin() < len(strengths) - 1


def test_max_norm_holds_after_every_step():
    layer = Dense(4, kernel_constraint=limpid.constraints.MaxNorm(3.0), dtype="float64")
    model = limpid.Sequential([layer])
    model.compile(limpid.optimizers.SGD(5.0), loss="mean_squared_error")
    rng = np.random.default_rng(0)
    lengths = []
    for _ in range(20):
        model.train_on_batch(rng.normal(size=(8, 3)), 50 * rng.normal(size=(8, 4)))
        lengths.append(np.linalg.norm(model.get_weights()[0], axis=0).max())
    assert 2.9 < max(lengths) <= 3 + 1e-6
