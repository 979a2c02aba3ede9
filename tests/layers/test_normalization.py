import numpy as np
import pytest

import limpid
from limpid.errors import ConfigError, DataError, ShapeError
from limpid.layers import BatchNormalization, GroupNormalization, Normalization

# The lecture's case batchnorm-step.
X = np.array([[1.0, 2.0], [3.0, 0.0], [5.0, 4.0]])
GAMMA, BETA, EPSILON = [2.0, 0.5], [0.1, -0.1], 1e-5
UPSTREAM = np.array([[1.0, 0.0], [0.0, 1.0], [-1.0, 2.0]])
OUTPUTS = [
    [-2.3494851500028275, -0.1],
    [0.1, -0.7123712875007069],
    [2.5494851500028277, 0.5123712875007069],
]
BY_X = [
    [4.592767433239524e-06, -0.30618564375035345],
    [0.0, 0.15309224777924757],
    [-4.592767433239524e-06, 0.15309339597110588],
]


def lecture_layer():
    layer = BatchNormalization(epsilon=EPSILON, momentum=0.9, dtype="float64")
    layer(X)
    layer.set_weights([GAMMA, BETA, np.zeros(2), np.ones(2)])
    return layer


def test_step_is_the_lectures():
    layer, x = lecture_layer(), limpid.Tensor(X)
    y = layer(x, training=True)
    np.testing.assert_allclose(y.numpy(), OUTPUTS, rtol=1e-14)
    sources = [x, layer.gamma, layer.beta]
    by_x, by_gamma, by_beta = limpid.gradients(y, sources, UPSTREAM)
    np.testing.assert_allclose(by_x.numpy(), BY_X, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(
        by_gamma.numpy(), [-2.4494851500028276, 1.2247425750014138]
    )
    np.testing.assert_allclose(by_beta.numpy(), [0.0, 3.0], atol=1e-15)


def test_running_statistics_follow_and_serve_outside_training():
    layer = lecture_layer()
    layer(X, training=True)
    mean, variance = layer.get_weights()[2:]
    np.testing.assert_allclose(mean, 0.1 * X.mean(axis=0))
    np.testing.assert_allclose(variance, 0.9 + 0.1 * X.var(axis=0))
    want = (X - mean) / np.sqrt(variance + EPSILON) * GAMMA + BETA
    np.testing.assert_allclose(layer(X).numpy(), want, rtol=1e-14)


def test_batch_of_one_normalizes_to_beta():
    np.testing.assert_allclose(lecture_layer()(X[:1], training=True).numpy(), [BETA])


def test_frozen_layer_uses_its_running_statistics():
    layer = lecture_layer()
    layer.trainable = False
    before = layer.get_weights()
    np.testing.assert_array_equal(layer(X, training=True).numpy(), layer(X).numpy())
    for a, b in zip(before, layer.get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_vectors_without_features_are_refused():
    with pytest.raises(ShapeError, match=r"expected \(batch, ..., features\)"):
        BatchNormalization()(np.ones(3))


def test_adapted_layer_standardizes_its_data():
    data = np.random.default_rng(0).normal(3, 2, (200, 4))
    layer = Normalization(dtype="float64")
    layer.adapt(data)
    standard = layer(data).numpy()
    np.testing.assert_allclose(standard.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(standard.std(axis=0), 1, rtol=1e-12)
    back = Normalization(invert=True, dtype="float64")
    back.adapt(data)
    np.testing.assert_allclose(back(standard).numpy(), data, rtol=1e-12)


def test_adapting_to_broken_data_is_refused():
    layer = Normalization()
    with pytest.raises(DataError, match="empty or hold NaN"):
        layer.adapt([[1.0], [np.nan]])
    layer.adapt([[1.0], [2.0]])
    with pytest.raises(ShapeError, match=r"was built for \(1,\) features"):
        layer.adapt([[1.0, 2.0]])
    with pytest.raises(ConfigError, match="both mean and variance"):
        Normalization(mean=1.0)
    with pytest.raises(ConfigError, match="axis 0 is the batch"):
        Normalization(axis=0)(np.ones((2, 2)))


def test_channels_that_do_not_divide_into_groups_are_refused():
    with pytest.raises(ShapeError, match="6 channels do not divide into 4 groups"):
        GroupNormalization(4)(np.ones((2, 3, 6)))


def test_adapted_normalization_tells_mean_and_variance_and_saves_them():
    layer = Normalization()
    layer.adapt(X)
    np.testing.assert_allclose(layer.mean, X.mean(axis=0))
    np.testing.assert_allclose(layer.variance, X.var(axis=0), rtol=1e-6)
    copy = Normalization.from_config(layer.get_config())
    np.testing.assert_array_equal(copy(X).numpy(), layer(X).numpy())
    layer.adapt(X + 5)
    np.testing.assert_allclose(layer.mean, X.mean(axis=0) + 5)
