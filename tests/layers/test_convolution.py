import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import limpid
from limpid.errors import ConfigError, ShapeError
from limpid.layers import (
    AveragePooling2D,
    Conv1D,
    Conv2D,
    Dense,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
    LocallyConnected2D,
    MaxPooling2D,
    Subsampling,
)


@given(
    sizes=st.tuples(*[st.integers(1, 5)] * 2),
    kernel=st.tuples(*[st.integers(1, 3)] * 2),
    channels=st.integers(1, 3),
    filters=st.integers(1, 3),
)
def test_convolution_is_six_nested_loops(sizes, kernel, channels, filters):
    rng = np.random.default_rng(0)
    height, width = (n + k - 1 for n, k in zip(sizes, kernel, strict=True))
    x = rng.normal(size=(2, height, width, channels))
    layer = Conv2D(filters, kernel, dtype="float64")
    y = layer(x).numpy()
    weights = layer.kernel.numpy()
    want = np.zeros_like(y)
    for b, i, j, f in np.ndindex(want.shape):
        for r, s in np.ndindex(kernel):
            want[b, i, j, f] += x[b, i + r, j + s] @ weights[r, s, :, f]
    np.testing.assert_allclose(y, want, rtol=1e-10, atol=1e-10)


def test_convolution_in_one_dimension_is_a_banded_toeplitz_matrix():
    x = np.array([2.0, -1.0, 3.0, 0.5, 4.0])
    layer = Conv1D(1, 3, use_bias=False, dtype="float64")
    layer(x.reshape(1, 5, 1))
    a, b, c = weights = np.array([1.0, -2.0, 0.25])
    layer.set_weights([weights.reshape(3, 1, 1)])
    toeplitz = np.array([[a, b, c, 0, 0], [0, a, b, c, 0], [0, 0, a, b, c]])
    np.testing.assert_array_equal(
        layer(x.reshape(1, 5, 1)).numpy()[0, :, 0], toeplitz @ x
    )


def test_parameter_counts_of_dense_local_and_shared_weights():
    image = np.ones((1, 32, 32, 3), "float32")
    dense = Dense(10)
    dense(image.reshape(1, -1))
    shared, local = Conv2D(16, 3), LocallyConnected2D(16, 3)
    shared(image), local(image)
    assert dense.count_params() == 30_730
    assert shared.count_params() == 448
    assert local.count_params() == 30 * 30 * 448


def test_shifted_input_shifts_the_output_of_shared_weights_only():
    rng = np.random.default_rng(0)
    image = rng.normal(size=(1, 6, 6, 1))
    shifted = np.roll(image, 1, axis=2)
    for kind, moves in ((Conv2D, True), (LocallyConnected2D, False)):
        layer = kind(2, 3, use_bias=False, dtype="float64")
        before, after = layer(image).numpy(), layer(shifted).numpy()
        assert np.allclose(after[:, :, 1:], before[:, :, :-1]) is moves


def test_local_layer_with_equal_weights_everywhere_is_a_convolution():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2, 5, 6, 2))
    shared = Conv2D(3, (2, 3), (2, 1), use_bias=False, dtype="float64")
    local = LocallyConnected2D(3, (2, 3), (2, 1), use_bias=False, dtype="float64")
    want = shared(x).numpy()
    local(x)
    kernel = shared.kernel.numpy().reshape(-1, 3)
    local.set_weights([np.broadcast_to(kernel, local.kernel.shape)])
    np.testing.assert_allclose(local(x).numpy(), want, rtol=1e-12)


# The lecture's case max-pool-2x2: the printed 8 x 8 map.
MAP = np.array(
    [
        [0, 1, 2, 3, 2, 1, 0, 0],
        [0, 0, -1, -2, -2, -1, 0, 0],
        [0, 0, 1, 2, 2, 1, 0, 0],
        [0, -1, -2, -2, -1, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 2, 2, 1, 0, 0, 0],
        [0, -1, -2, -3, -2, -1, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ],
    float,
).reshape(1, 8, 8, 1)
LARGEST = [[1, 3, 2, 0], [0, 2, 2, 0], [1, 2, 1, 0], [0, 0, 0, 0]]
MEANS = [[0.25, 0.5, 0, 0], [-0.25, -0.25, 0.5, 0], [0.25, 1, 0.25, 0]]
MEANS += [[-0.25, -1.25, -0.75, 0]]


def value_and_gradient(layer, x):
    source = limpid.Tensor(x)
    y = layer(source)
    return y.numpy()[0], limpid.gradients(limpid.sum(y), source).numpy()[0, ..., 0]


def test_max_pooling_keeps_the_largest_and_sends_the_gradient_there():
    values, gradient = value_and_gradient(MaxPooling2D(dtype="float64"), MAP)
    np.testing.assert_array_equal(values[..., 0], LARGEST)
    windows = gradient.reshape(4, 2, 4, 2).transpose(0, 2, 1, 3).reshape(16, 4)
    np.testing.assert_array_equal(windows.sum(axis=1), 1)
    won = (gradient * MAP[0, ..., 0]).reshape(4, 2, 4, 2).sum(axis=(1, 3))
    np.testing.assert_array_equal(won, LARGEST)


def test_equal_maxima_send_the_gradient_to_the_first():
    source = limpid.Tensor(np.ones((1, 2, 2, 1)))
    y = MaxPooling2D(dtype="float64")(source)
    gradient = limpid.gradients(limpid.sum(y), source).numpy()
    np.testing.assert_array_equal(gradient[0, :, :, 0], [[1, 0], [0, 0]])


def test_average_pooling_spreads_the_gradient_evenly():
    values, gradient = value_and_gradient(AveragePooling2D(dtype="float64"), MAP)
    np.testing.assert_array_equal(values[..., 0], MEANS)
    np.testing.assert_array_equal(gradient, np.full((8, 8), 0.25))


def test_global_pooling_leaves_the_channels():
    average, gradient = value_and_gradient(GlobalAveragePooling2D(dtype="float64"), MAP)
    np.testing.assert_array_equal(average, [0.0])
    np.testing.assert_array_equal(gradient, np.full((8, 8), 1 / 64))
    largest, _ = value_and_gradient(GlobalMaxPooling2D(dtype="float64"), MAP)
    np.testing.assert_array_equal(largest, [3.0])
    x = np.random.default_rng(0).normal(size=(2, 4, 5, 3))
    y = GlobalAveragePooling2D(dtype="float64")(x)
    np.testing.assert_allclose(y.numpy(), x.mean(axis=(1, 2)))


def test_subsampling_of_six_maps_has_twelve_parameters():
    layer = Subsampling(activation="tanh", dtype="float64")
    x = np.random.default_rng(0).normal(size=(1, 28, 28, 6))
    assert layer(x).shape == (1, 14, 14, 6)
    assert layer.count_params() == 12
    gain, bias = np.arange(1.0, 7.0), np.linspace(-1, 1, 6)
    layer.set_weights([gain, bias])
    means = x.reshape(1, 14, 2, 14, 2, 6).mean(axis=(2, 4))
    np.testing.assert_allclose(layer(x).numpy(), np.tanh(means * gain + bias))


def test_input_of_another_rank_is_refused_even_after_building():
    layer = Conv2D(2, 3, name="first")
    layer(np.ones((1, 5, 5, 1)))
    with pytest.raises(ShapeError) as caught:
        layer(np.ones((5, 5, 1)))
    assert str(caught.value) == (
        "Conv2D(filters=2, kernel_size=3, name='first') got input of shape (5, 5, 1); "
        "expected (batch, height, width, channels)."
    )


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"kernel_size": 0}, r"Conv2D\(kernel_size=0\): expected positive integers."),
        (
            {"strides": (1, 0)},
            r"Conv2D\(strides=\(1, 0\)\): expected positive integers",
        ),
        ({"padding": "causal"}, "expected 'valid' or 'same'"),
        ({"groups": 2}, "3 filters do not divide into 2 groups"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings, message):
    with pytest.raises(ConfigError, match=message):
        Conv2D(**({"filters": 3, "kernel_size": 2} | settings))


def test_window_larger_than_the_image_is_refused():
    with pytest.raises(ShapeError, match="does not fit"):
        Conv2D(1, 5)(np.ones((1, 3, 3, 1)))
    with pytest.raises(ShapeError, match="the window does not fit"):
        LocallyConnected2D(1, 5)(np.ones((1, 3, 3, 1)))
