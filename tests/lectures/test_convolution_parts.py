"""What the lectures say about the parts of convolutional networks."""

import itertools

import numpy as np
import pytest

import limpid
from limpid.layers import (
    Add,
    AveragePooling2D,
    Concatenate,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
)

RNG = np.random.default_rng(0)


def correlate(image, kernel, **settings):
    """Return the correlation of one picture with one kernel."""
    out = limpid.conv(image[None, ..., None], kernel[..., None, None], **settings)
    return out.numpy()[0, ..., 0]


def convolution(image, kernel):
    """Return the full convolution, which turns the kernel around."""
    (h, w), border = kernel.shape, []
    border = [(h - 1, h - 1), (w - 1, w - 1)]
    return correlate(image, kernel[::-1, ::-1], padding=border)


def test_convolution_is_commutative_and_associative():
    f, g, h = (RNG.normal(size=s) for s in ((4, 5), (3, 3), (2, 4)))
    np.testing.assert_allclose(convolution(f, g), convolution(g, f), atol=1e-12)
    one = convolution(convolution(f, g), h)
    np.testing.assert_allclose(one, convolution(f, convolution(g, h)), atol=1e-12)


def test_correlation_turns_the_answer_to_an_impulse_around():
    impulse, kernel = np.zeros((5, 5)), RNG.normal(size=(3, 3))
    impulse[2, 2] = 1
    np.testing.assert_array_equal(correlate(impulse, kernel), kernel[::-1, ::-1])
    np.testing.assert_array_equal(convolution(impulse, kernel)[2:5, 2:5], kernel)


@pytest.mark.parametrize("kernel", [1, 2, 3, 5])
@pytest.mark.parametrize("pad", [0, 1, 2])
@pytest.mark.parametrize("stride", [1, 2])
def test_size_of_the_output_follows_the_rule_and_is_cropped(kernel, pad, stride):
    borders = [(pad, pad)] * 2
    out = correlate(
        np.ones((10, 10)), np.ones((kernel, kernel)), padding=borders, strides=stride
    )
    assert out.shape == ((10 - kernel + 2 * pad) // stride + 1,) * 2


def test_each_map_is_that_of_its_filter_alone():
    image, kernels = RNG.normal(size=(10, 10)), RNG.normal(size=(3, 3, 1, 3))
    maps = limpid.conv(image[None, ..., None], kernels).numpy()[0]
    assert maps.shape == (8, 8, 3)
    for k in range(3):
        single = correlate(image, kernels[..., 0, k])
        np.testing.assert_allclose(maps[..., k], single, atol=1e-14)


@pytest.mark.parametrize("stride", [2, 3])
def test_stride_takes_every_so_many_th_value(stride):
    image, kernel = RNG.normal(size=(11, 11)), RNG.normal(size=(3, 3))
    every = correlate(image, kernel)[::stride, ::stride]
    np.testing.assert_allclose(correlate(image, kernel, strides=stride), every)


def test_matched_filter_finds_the_pattern_wherever_it_is():
    pattern = RNG.normal(size=(3, 3))
    for _ in range(100):
        row, column = RNG.integers(0, 8, 2)
        image = np.zeros((10, 10))
        image[row : row + 3, column : column + 3] = pattern
        scores = correlate(image, pattern)
        assert np.unravel_index(scores.argmax(), scores.shape) == (row, column)


def test_dense_on_pictures_has_more_parameters_than_convolution():
    dense = limpid.Sequential([limpid.Input((32, 32, 3)), Flatten(), Dense(10)])
    shared = limpid.Sequential([limpid.Input((32, 32, 3)), Conv2D(16, 3)])
    assert (dense.count_params(), shared.count_params()) == (30_730, 448)


def test_small_shift_inside_a_pooling_cell_changes_nothing():
    image = np.zeros((1, 6, 6, 1), "float32")
    image[0, 2, 2, 0] = 1
    pooled = MaxPooling2D(2)(image).numpy()
    for row, column in itertools.product((0, 1), repeat=2):
        shifted = np.roll(image, (row, column), (1, 2))
        np.testing.assert_array_equal(MaxPooling2D(2)(shifted).numpy(), pooled)
    beyond = np.roll(image, (2, 0), (1, 2))
    assert (MaxPooling2D(2)(beyond).numpy() != pooled).any()


def field(layers, size=15):
    """Return the rows of the image on which the middle output depends."""
    x = limpid.Tensor(np.abs(RNG.normal(size=(1, size, size, 1))), dtype="float32")
    out = x
    for layer in layers:
        out = layer(out)
    middle = out.shape[1] // 2
    slope = limpid.gradients(out[0, middle, middle, 0], x).numpy()[0, ..., 0]
    rows, columns = np.nonzero(slope)
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    assert len(rows) == height * width
    return int(height)


def test_receptive_field_is_where_the_gradient_is_not_zero():
    def conv():
        return Conv2D(1, 3, kernel_initializer="ones")

    assert field([conv()]) == 3
    assert field([conv(), conv()]) == 5
    assert field([conv(), AveragePooling2D(2), conv()]) == 8
    assert field([conv(), conv(), conv()]) == 7


def test_one_by_one_convolution_is_a_dense_layer_at_each_pixel():
    x = RNG.normal(size=(2, 4, 4, 3)).astype("float32")
    conv, dense = Conv2D(5, 1), Dense(5)
    conv(x), dense(x)
    dense.set_weights([conv.get_weights()[0][0, 0], conv.get_weights()[1]])
    np.testing.assert_allclose(conv(x).numpy(), dense(x).numpy(), atol=1e-6)


def test_dense_head_as_a_convolution_scores_larger_pictures_too():
    x = RNG.normal(size=(1, 6, 6, 2)).astype("float32")
    dense, conv = Dense(3), Conv2D(3, 4)
    flat = x[:, :4, :4].reshape(1, -1)
    dense(flat), conv(x)
    kernel, bias = dense.get_weights()
    conv.set_weights([kernel.reshape(4, 4, 2, 3), bias])
    scores = conv(x).numpy()
    assert scores.shape == (1, 3, 3, 3)
    np.testing.assert_allclose(scores[0, 0, 0], dense(flat).numpy()[0], atol=1e-5)


@pytest.mark.parametrize("stride", [1, 2, 3])
def test_transposed_convolution_is_the_transpose(stride):
    kernel = RNG.normal(size=(3, 3, 2, 4))
    x = RNG.normal(size=(1, 3 + 4 * stride, 3 + 4 * stride, 2))
    down = limpid.conv(x, kernel, strides=stride).numpy()
    y = RNG.normal(size=down.shape)
    # conv_transpose takes its kernel as (height, width, out, in): that of conv itself.
    up = limpid.conv_transpose(y, kernel, strides=stride).numpy()
    assert up.shape == x.shape
    assert (down * y).sum() == pytest.approx((x * up).sum(), rel=1e-10)


def test_residual_block_with_a_branch_of_zeros_is_the_identity():
    inputs = limpid.Input((6, 6, 3))
    branch = Conv2D(3, 3, padding="same", activation="relu")(inputs)
    branch = Conv2D(3, 3, padding="same", kernel_initializer="zeros")(branch)
    model = limpid.Model(inputs, Add()([inputs, branch]))
    x = RNG.normal(size=(2, 6, 6, 3)).astype("float32")
    np.testing.assert_array_equal(model(x).numpy(), x)


def test_inception_block_lays_the_channels_of_its_branches_side_by_side():
    inputs = limpid.Input((6, 6, 3))
    branches = [Conv2D(n, k, padding="same") for n, k in ((4, 1), (5, 3), (6, 5))]
    block = limpid.Model(inputs, Concatenate()([b(inputs) for b in branches]))
    x = RNG.normal(size=(2, 6, 6, 3)).astype("float32")
    parts = np.concatenate([b(x).numpy() for b in branches], axis=-1)
    assert parts.shape == (2, 6, 6, 15)
    np.testing.assert_allclose(block(x).numpy(), parts, atol=1e-6)


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("pad", [0, 1, 2])
def test_backward_pass_of_a_convolution_passes_the_check(stride, pad):
    def block(x, kernel, bias):
        borders = [(pad, pad)] * 2
        return limpid.conv(x, kernel, strides=stride, padding=borders) + bias

    shapes = ((1, 5, 5, 2), (3, 3, 2, 2), (2,))
    inputs = [RNG.normal(size=shape) for shape in shapes]
    assert limpid.explanations.gradcheck(block, inputs).worst < 1e-7


def test_global_average_of_a_map_is_its_mean():
    x = RNG.normal(size=(2, 4, 4, 3)).astype("float32")
    out = GlobalAveragePooling2D()(x)
    np.testing.assert_allclose(out.numpy(), x.mean((1, 2)), atol=1e-6)


def test_flattening_goes_row_by_row_pixel_by_pixel():
    picture = np.arange(24).reshape(1, 4, 2, 3)
    assert Flatten()(picture).numpy().ravel().tolist() == list(range(24))
    (x, _), _ = limpid.datasets.digits.load_data()
    assert Flatten()(x[:1]).shape == (1, x[0].size)
