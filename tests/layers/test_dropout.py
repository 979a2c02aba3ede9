from itertools import product

import numpy as np
import pytest

import limpid
from limpid.errors import ConfigError, ShapeError
from limpid.layers import (
    Dense,
    Dropout,
    GaussianDropout,
    GaussianNoise,
    SpatialDropout2D,
)

# The lecture's case dropout-rate-0_33.
RATE = 0.33
SCALE = 1.4925373134328357


def test_kept_inputs_are_scaled_as_in_the_lecture():
    outputs = Dropout(RATE, seed=1)(np.ones((1, 1000)), training=True).numpy()
    assert set(np.unique(outputs)) == {0.0, np.float32(SCALE)}


def test_outputs_are_the_lectures_for_its_mask():
    x = np.tile([3.0, 5.0, -2.0], (200, 1))
    outputs = Dropout(RATE, seed=1, dtype="float64")(x, training=True).numpy()
    kept = outputs != 0
    wanted = outputs[(kept == [True, False, True]).all(axis=1)]
    assert len(wanted)
    lecture = [[4.477611940298507, 0.0, -2.9850746268656714]] * len(wanted)
    np.testing.assert_allclose(wanted, lecture, rtol=1e-14)


def test_nothing_is_dropped_outside_training_or_at_rate_zero():
    x = np.array([[3.0, 5.0, -2.0]])
    np.testing.assert_array_equal(Dropout(RATE)(x).numpy(), x)
    np.testing.assert_array_equal(Dropout(0)(x, training=True).numpy(), x)


def test_mean_over_many_masks_is_the_input():
    x = np.tile([1.0, 2.0, -3.0], (100_000, 1))
    mean = Dropout(RATE, seed=1)(x, training=True).numpy().mean(axis=0)
    np.testing.assert_allclose(mean, [1, 2, -3], rtol=0.01)


@pytest.mark.parametrize("rate", [0.1, 0.33, 0.5, 0.9])
def test_share_dropped_is_the_rate(rate):
    outputs = Dropout(rate, seed=1)(np.ones((100, 1000)), training=True).numpy()
    error = np.sqrt(rate * (1 - rate) / outputs.size)
    assert abs((outputs == 0).mean() - rate) < 3 * error


@pytest.mark.parametrize("rate", [-0.1, 1.0, 1.5, "0.5"])
def test_rate_outside_its_range_is_refused(rate):
    with pytest.raises(ConfigError, match="from 0 up to, but not including, 1"):
        Dropout(rate)


def test_gradient_is_the_mask_times_the_scale():
    x = limpid.Tensor(np.ones((4, 50)), dtype="float64")
    y = Dropout(RATE, seed=1, dtype="float64")(x, training=True)
    np.testing.assert_array_equal(limpid.gradients(limpid.sum(y), x).numpy(), y.numpy())


def test_weight_scaled_net_is_the_geometric_mean_of_all_masks():
    rng = np.random.default_rng(0)
    layer = Dense(3, dtype="float64")
    x = rng.normal(size=(1, 8))
    layer(x)
    layer.set_weights([rng.normal(size=(8, 3)), rng.normal(size=3)])
    masks = np.array(list(product([0, 1], repeat=8)))
    each = limpid.log_softmax(layer(x * masks)).numpy()
    average = limpid.softmax(each.mean(axis=0)).numpy()
    scaled = limpid.softmax(layer(x * 0.5)).numpy()[0]
    np.testing.assert_allclose(scaled, average, rtol=1e-10)


def test_noise_shape_drops_the_same_features_at_every_step():
    layer = Dropout(0.5, noise_shape=(None, 1, None), seed=1)
    outputs = layer(np.ones((2, 3, 4)), training=True).numpy()
    np.testing.assert_array_equal(outputs, outputs[:, :1].repeat(3, axis=1))
    fixed = Dropout(0.5, noise_shape=(2, 1, 4), seed=1)
    np.testing.assert_array_equal(fixed(np.ones((2, 3, 4)), training=True), outputs)


def test_spatial_dropout_drops_whole_maps():
    x = np.ones((4, 5, 6, 8))
    outputs = SpatialDropout2D(0.5, seed=1)(x, training=True).numpy()
    np.testing.assert_array_equal(outputs, x * outputs[:, :1, :1])
    assert set(np.unique(outputs)) == {0, 2}


def test_wrong_noise_shape_is_refused():
    with pytest.raises(ShapeError) as caught:
        Dropout(0.5, noise_shape=(2, 2, 4))(np.ones((2, 3, 4)), training=True)
    assert str(caught.value).endswith(
        "noise_shape (2, 2, 4) does not fit an input of shape (2, 3, 4): "
        "each size must be that of the input, 1 or None."
    )


def test_gaussian_layers_have_their_moments():
    x = np.full((100, 1000), 2.0, "float32")
    noisy = GaussianNoise(0.5, seed=1)(x, training=True).numpy()
    dropped = GaussianDropout(0.2, seed=1)(x, training=True).numpy()
    assert np.isclose(noisy.mean(), 2, rtol=0.01)
    assert np.isclose(noisy.std(), 0.5, rtol=0.01)
    assert np.isclose(dropped.mean(), 2, rtol=0.01)
    assert np.isclose(dropped.std(), 2 * np.sqrt(0.2 / 0.8), rtol=0.01)
    with pytest.raises(ConfigError, match="not negative"):
        GaussianNoise(-1.0)
