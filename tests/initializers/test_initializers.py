"""Every initializer: shape, type, seed; and the variances their papers ask for."""

import numpy as np
import pytest

import limpid
from limpid import catalog, initializers
from limpid.errors import ConfigError, ShapeError
from limpid.initializers import Initializer
from limpid.layers import Dense

EVERY = {k: v for k, v in catalog.every("initializers").items() if v is not Initializer}
SEEDED = {k: v for k, v in EVERY.items() if hasattr(v(), "seed")}


@pytest.mark.parametrize("kind", EVERY.values(), ids=EVERY)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_value_has_shape_and_type(kind, dtype):
    value = kind()((3, 4), dtype=dtype)
    assert (value.shape, str(value.dtype)) == ((3, 4), dtype)


@pytest.mark.parametrize("kind", EVERY.values(), ids=EVERY)
def test_config_makes_an_equal_one(kind):
    first = kind(seed=3) if kind in SEEDED.values() else kind()
    second = catalog.deserialize(catalog.serialize(first))
    np.testing.assert_array_equal(first((3, 4)), second((3, 4)))


@pytest.mark.parametrize("kind", SEEDED.values(), ids=SEEDED)
def test_seed_decides_the_draw(kind):
    assert np.array_equal(kind(seed=1)((4, 4)), kind(seed=1)((4, 4)))
    assert not np.array_equal(kind(seed=1)((4, 4)), kind(seed=2)((4, 4)))


VARIANCES = {
    "GlorotNormal": 2 / (300 + 500),
    "GlorotUniform": 2 / (300 + 500),
    "HeNormal": 2 / 300,
    "HeUniform": 2 / 300,
    "LecunNormal": 1 / 300,
    "LecunUniform": 1 / 300,
    "RandomNormal": 0.05**2,
    "RandomUniform": 0.1**2 / 12,
    "TruncatedNormal": (0.05 * 0.87962566103423978) ** 2,
}


@pytest.mark.parametrize("name", VARIANCES)
def test_mean_and_variance_are_those_of_the_source(name):
    value = EVERY[name](seed=1)((300, 500), dtype="float64").numpy()
    deviation = np.sqrt(VARIANCES[name])
    error = deviation / np.sqrt(value.size)
    assert abs(value.mean()) < 3 * error
    assert abs(value.std() - deviation) < 3 * error


def test_glorot_limit_for_16_to_32_is_0_353553():
    value = initializers.GlorotUniform(seed=1)((16, 32)).numpy()
    assert abs(value).max() <= 0.353553391
    assert abs(value).max() > 0.35


def test_fans_of_a_convolution_count_its_window():
    value = initializers.HeUniform(seed=1)((5, 5, 8, 4)).numpy()
    assert np.isclose(abs(value).max(), np.sqrt(6 / (25 * 8)), rtol=0.02)


def test_playground_weights_lie_within_a_half_and_biases_are_a_tenth():
    start = initializers.RandomUniform(-0.5, 0.5, seed=1)
    layer = Dense(
        50, kernel_initializer=start, bias_initializer=initializers.Constant(0.1)
    )
    layer(np.ones((1, 40)))
    kernel, bias = layer.get_weights()
    assert -0.5 <= kernel.min() < -0.49
    assert 0.49 < kernel.max() < 0.5
    np.testing.assert_array_equal(bias, np.float32(0.1))


def test_biases_start_at_zero():
    layer = Dense(3)
    layer(np.ones((1, 2)))
    np.testing.assert_array_equal(layer.bias.numpy(), np.zeros(3))


def test_he_start_keeps_the_signal_through_20_relu_layers():
    rng = np.random.default_rng(0)
    ratios = []
    for seed in range(8):
        x = rng.normal(size=(16, 128))
        signal = x
        for depth in range(20):
            start = initializers.HeNormal(seed=100 * seed + depth)
            layer = Dense(128, "relu", kernel_initializer=start, dtype="float64")
            signal = layer(signal).numpy()
        ratios.append(np.mean(signal**2) / np.mean(x**2))
    assert 0.5 < np.mean(ratios) < 2


def test_all_zero_start_keeps_hidden_units_identical():
    hidden, output = Dense(4, "tanh", kernel_initializer="zeros"), Dense(1)
    x = np.random.default_rng(0).normal(size=(8, 3))
    output(hidden(x))
    output.set_weights([np.ones((4, 1)), np.zeros(1)])
    for _ in range(3):
        weights = [hidden.kernel, hidden.bias, output.kernel, output.bias]
        loss = limpid.sum((output(hidden(x)) - x[:, :1]) ** 2)
        for w, g in zip(weights, limpid.gradients(loss, weights), strict=True):
            w.assign_sub(g * 0.01)
    kernel = hidden.kernel.numpy()
    assert kernel.any()
    np.testing.assert_array_equal(kernel, kernel[:, :1] * np.ones(4))


@pytest.mark.parametrize("shape", [(5, 3), (3, 5), (2, 2, 3)])
def test_orthogonal_vectors_are_orthonormal(shape):
    value = initializers.Orthogonal(gain=2.0, seed=1)(shape, dtype="float64").numpy()
    matrix = value.reshape(-1, shape[-1]) / 2
    tall = matrix if matrix.shape[0] >= matrix.shape[1] else matrix.T
    np.testing.assert_allclose(tall.T @ tall, np.eye(tall.shape[1]), atol=1e-12)


def test_wrong_uses_are_refused():
    with pytest.raises(ShapeError, match="makes matrices"):
        initializers.Orthogonal()((3,))
    with pytest.raises(ShapeError, match="makes matrices"):
        initializers.Identity()((3,))
    with pytest.raises(ConfigError, match="did you mean 'fan_in'"):
        initializers.VarianceScaling(mode="fanin")
    with pytest.raises(ConfigError, match=r"did you mean '(?i:he_?normal)'"):
        Dense(2, kernel_initializer="HeNorml")
