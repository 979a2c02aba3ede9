"""What the lectures say about activation functions."""

import numpy as np
import pytest

import limpid
from limpid import activations

Z = np.linspace(-8, 8, 161)


def slope(function, z):
    z = limpid.Tensor(z)
    return limpid.gradients(limpid.sum(function(z)), z).numpy()


def test_sigmoid_is_steepest_at_zero_with_a_quarter():
    s = limpid.sigmoid(Z).numpy()
    np.testing.assert_allclose(slope(limpid.sigmoid, Z), s * (1 - s), atol=1e-15)
    assert slope(limpid.sigmoid, Z).max() == slope(limpid.sigmoid, [0.0])[0] == 0.25


def test_slope_of_tanh_is_one_minus_its_square():
    t = limpid.tanh(Z).numpy()
    np.testing.assert_allclose(slope(limpid.tanh, Z), 1 - t * t, atol=1e-15)
    assert limpid.tanh(np.array([-1000.0, 1000.0])).tolist() == [-1, 1]
    np.testing.assert_allclose(t, -t[::-1], rtol=1e-13)


def test_slope_of_relu_is_one_above_zero_and_zero_at_it():
    assert slope(limpid.relu, [-1.0, 0.0, 2.0]).tolist() == [0, 0, 1]


@pytest.mark.parametrize("negative_slope", [0.1, 0.01])
def test_leaky_relu_is_the_larger_of_x_and_its_share(negative_slope):
    leaky = limpid.leaky_relu(Z, negative_slope=negative_slope).numpy()
    np.testing.assert_allclose(leaky, np.maximum(negative_slope * Z, Z), rtol=1e-15)


@pytest.mark.parametrize("alpha", [0.5, 1.0])
def test_elu_is_continuous_and_with_alpha_one_so_is_its_slope(alpha):
    near = np.array([-1e-9, 1e-9])
    low, high = activations.elu(near, alpha).numpy()
    assert abs(high - low) < 1e-8
    slopes = slope(lambda z: activations.elu(z, alpha), near)
    assert slopes == pytest.approx([alpha, 1.0], abs=1e-8)


def test_softplus_is_a_smooth_relu():
    gap = limpid.softplus(Z).numpy() - np.maximum(Z, 0)
    assert gap.max() == gap[Z == 0][0] == pytest.approx(np.log(2))
    assert gap.min() > 0
    sigmoid = limpid.sigmoid(Z).numpy()
    np.testing.assert_allclose(slope(limpid.softplus, Z), sigmoid, atol=1e-15)
    assert float(limpid.softplus(1000.0)) == 1000.0


@pytest.mark.parametrize(
    ("x", "mean"), [(-0.5, 0.0720881095), (0, 0.2820947918), (2, 2.0055695731)]
)
def test_noisy_relu_has_the_mean_of_the_lecture(x, mean):
    inputs = np.full(1_000_000, x, "float64")
    draws, again = (
        limpid.layers.NoisyReLU(seed=0)(inputs, training=True).numpy() for _ in range(2)
    )
    np.testing.assert_array_equal(draws, again)
    assert abs(draws.mean() - mean) < 4 * draws.std() / 1000


def test_noisy_relu_is_a_relu_where_nothing_is_trained():
    assert limpid.layers.NoisyReLU()([-1.5, 0.0, 2.0]).tolist() == [0, 0, 2]


def test_step_has_no_gradient_to_train_with():
    z = np.array([-0.5, 0.0, 0.5])
    assert limpid.astype(limpid.Tensor(z) > 0, "int64").tolist() == [0, 0, 1]
    assert limpid.sign(z).tolist() == [-1, 0, 1]
    assert slope(limpid.sign, z).tolist() == [0, 0, 0]


def test_identity_has_slope_one():
    assert slope(activations.linear, Z).tolist() == [1.0] * len(Z)


def test_generalized_logistic_with_1_and_minus_1_is_the_sigmoid():
    general = 1 / (1 + 1.0 * limpid.exp(-1.0 * limpid.Tensor(Z)))
    np.testing.assert_allclose(general.numpy(), limpid.sigmoid(Z).numpy(), rtol=1e-14)


def test_saturated_sigmoid_passes_nearly_nothing_back():
    assert slope(limpid.sigmoid, [-10.0, 10.0]).max() < 5e-5


def test_half_of_the_units_of_a_fresh_relu_layer_are_silent_and_the_rest_is_linear():
    rng = np.random.default_rng(0)
    x, w = rng.normal(size=(200, 50)), rng.normal(size=(50, 100))
    hidden = limpid.relu(limpid.matmul(x, w))
    silent = (hidden.numpy() == 0).mean()
    assert abs(silent - 0.5) < 0.05
    mask = hidden.numpy()[0] > 0
    linear = (x[0] @ w) * mask
    np.testing.assert_allclose(hidden.numpy()[0], linear, rtol=1e-12)


def test_jacobian_of_softmax_is_diag_p_minus_p_p():
    z = limpid.Tensor([0.5, -1.0, 2.0], dtype="float64")
    p = limpid.softmax(z)
    rows = [limpid.gradients(limpid.softmax(z)[k], z).numpy() for k in range(3)]
    q = p.numpy()
    np.testing.assert_allclose(rows, np.diag(q) - np.outer(q, q), atol=1e-15)


def ratio(activation, depth, variance, seed):
    """Return by how much the first layer's gradient is smaller than the last one's."""
    rng = np.random.default_rng(seed)
    weights = [
        limpid.Tensor(rng.normal(0, (variance / 64) ** 0.5, (64, 64)))
        for _ in range(depth)
    ]
    out = limpid.Tensor(rng.normal(size=(16, 64)))
    for w in weights:
        out = activation(limpid.matmul(out, w))
    cotangent = rng.normal(size=(16, 64))
    total = limpid.sum(out * cotangent)
    first, last = limpid.gradients(total, [weights[0], weights[-1]])
    norm = limpid.linalg.vector_norm
    return float(norm(first)) / float(norm(last))


@pytest.mark.parametrize(
    ("depth", "want"), [(5, 5.245e-3), (10, 3.762e-6), (20, 2.06e-12)]
)
def test_gradient_vanishes_with_depth_in_sigmoid_nets_and_not_in_others(depth, want):
    seeds = range(5)
    sigmoid = np.median([ratio(limpid.sigmoid, depth, 1, s) for s in seeds])
    relu = np.median([ratio(limpid.relu, depth, 2, s) for s in seeds])
    tanh = np.median([ratio(limpid.tanh, depth, 1, s) for s in seeds])
    assert 0.4 < sigmoid / want < 2.5
    assert 0.3 < relu < 3
    assert 0.3 < tanh < 3
