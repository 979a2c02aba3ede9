"""Convolution and pooling: six nested loops, PyTorch, and pictures worked by hand."""

from itertools import product

import numpy as np
import pytest

import limpid
from limpid import ops
from limpid.errors import ConfigError, ShapeError

RNG = np.random.default_rng(7)
STATE = RNG.bit_generator.state
PADDINGS = [
    (0, 0), (1, 1), (2, 2), (0, 1), (2, 1),
]  # fmt: skip


@pytest.fixture(autouse=True)
def same_numbers_in_any_order():
    """Let each test draw what it would draw alone."""
    RNG.bit_generator.state = STATE


def six_loops(x, kernel, stride, padding, dilation):
    """Return a 2-D cross-correlation with nothing but loops."""
    (top, bottom), (left, right) = padding
    x = np.pad(x, ((0, 0), (top, bottom), (left, right), (0, 0)))
    high, wide, channels, filters = kernel.shape
    rows = (x.shape[1] - (high - 1) * dilation - 1) // stride + 1
    columns = (x.shape[2] - (wide - 1) * dilation - 1) // stride + 1
    y = np.zeros((x.shape[0], rows, columns, filters))
    for b, i, j, f in np.ndindex(y.shape):
        for a, c in np.ndindex(high, wide):
            where = x[b, i * stride + a * dilation, j * stride + c * dilation]
            y[b, i, j, f] += where @ kernel[a, c, :, f]
    assert channels == x.shape[-1]
    return y


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("dilation", [1, 2])
@pytest.mark.parametrize("pads", PADDINGS)
def test_convolution_is_six_nested_loops(stride, dilation, pads):
    x, kernel = RNG.normal(size=(2, 6, 7, 2)), RNG.normal(size=(3, 2, 2, 3))
    padding = (pads, pads[::-1])
    got = ops.conv(x, kernel, stride, padding, dilation_rate=dilation)
    want = six_loops(x, kernel, stride, padding, dilation)
    np.testing.assert_allclose(got.numpy(), want, rtol=1e-12, atol=1e-13)


CONVOLUTIONS = list(product([1, 2, 3], [1, 2], PADDINGS, [1, 2]))


@pytest.mark.parametrize(("stride", "dilation", "pads", "groups"), CONVOLUTIONS)
def test_convolution_and_its_gradients_are_pytorchs(stride, dilation, pads, groups):
    torch = pytest.importorskip("torch")
    x = RNG.normal(size=(2, 7, 6, 2 * groups))
    kernel = RNG.normal(size=(2, 3, 2, 2 * groups))
    inputs = [limpid.Tensor(x), limpid.Tensor(kernel)]
    y = ops.conv(*inputs, stride, (pads, (1, 0)), dilation_rate=dilation)
    weights = RNG.normal(size=y.shape)
    found = limpid.gradients(y, inputs, limpid.Tensor(weights))

    t = torch.tensor(x.transpose(0, 3, 1, 2), requires_grad=True)
    k = torch.tensor(kernel.transpose(3, 2, 0, 1), requires_grad=True)
    padded = torch.nn.functional.pad(t, (1, 0, *pads))
    z = torch.nn.functional.conv2d(
        padded, k, stride=stride, dilation=dilation, groups=groups
    )
    z.backward(torch.tensor(weights.transpose(0, 3, 1, 2)))
    want = [
        z.detach().numpy().transpose(0, 2, 3, 1),
        t.grad.numpy().transpose(0, 2, 3, 1),
        k.grad.numpy().transpose(2, 3, 1, 0),
    ]
    for got, truth in zip([y, *found], want, strict=True):
        np.testing.assert_allclose(got.numpy(), truth, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("ndim", [1, 2, 3])
def test_convolution_has_any_number_of_axes(ndim):
    torch = pytest.importorskip("torch")
    x = RNG.normal(size=(2, *(5, 6, 4)[:ndim], 3))
    kernel = RNG.normal(size=(*(2, 3, 2)[:ndim], 3, 4))
    function = getattr(torch.nn.functional, f"conv{ndim}d")
    want = function(
        torch.tensor(np.moveaxis(x, -1, 1)),
        torch.tensor(np.moveaxis(kernel, (-1, -2), (0, 1))),
    )
    got = ops.conv(x, kernel).numpy()
    np.testing.assert_allclose(np.moveaxis(got, -1, 1), want.numpy(), rtol=1e-11)


@pytest.mark.parametrize(("stride", "dilation"), list(product([1, 2, 3], [1, 2])))
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_transposed_convolution_is_pytorchs(stride, dilation, padding):
    torch = pytest.importorskip("torch")
    x, kernel = RNG.normal(size=(2, 4, 5, 3)), RNG.normal(size=(3, 3, 2, 3))
    got = ops.conv_transpose(x, kernel, stride, padding, 0, dilation_rate=dilation)
    reach = 2 * dilation + 1
    want = torch.nn.functional.conv_transpose2d(
        torch.tensor(x.transpose(0, 3, 1, 2)),
        torch.tensor(kernel.transpose(3, 2, 0, 1)),
        stride=stride,
        dilation=dilation,
        padding=reach // 2 if padding == "same" else 0,
    )
    np.testing.assert_allclose(
        got.numpy().transpose(0, 3, 1, 2), want.numpy(), rtol=1e-10, atol=1e-12
    )


@pytest.mark.parametrize(("stride", "size"), list(product([1, 2, 3], [1, 2, 3])))
def test_transposed_convolution_has_keras_shapes(stride, size):
    x, kernel = np.ones((1, 4, 2)), np.ones((size, 3, 2))
    same = ops.conv_transpose(x, kernel, stride, "same")
    valid = ops.conv_transpose(x, kernel, stride, "valid")
    assert same.shape == (1, 4 * stride, 3)
    assert valid.shape == (1, 4 * stride + max(size - stride, 0), 3)


# PyTorch pads both sides alike, so 'same' is its own only for size 3 and stride 1.
POOLS = [*product([2, 3], [1, 2, 3], [False]), (3, 1, True)]


@pytest.mark.parametrize(("size", "stride", "padded"), POOLS)
def test_pooling_and_its_gradients_are_pytorchs(size, stride, padded):
    torch = pytest.importorskip("torch")
    x = RNG.permutation(6 * 6 * 2 * 2).reshape(2, 6, 6, 2).astype(float)
    functional = torch.nn.functional
    padding = "same" if padded else "valid"
    for mine, theirs in (
        (ops.max_pool, functional.max_pool2d),
        (ops.average_pool, functional.avg_pool2d),
    ):
        inside = {"count_include_pad": False} if theirs is functional.avg_pool2d else {}
        t = torch.tensor(x.transpose(0, 3, 1, 2), requires_grad=True)
        z = theirs(t, size, stride, padding=int(padded), **inside)
        z.backward(torch.cos(z.detach()))
        inputs = limpid.Tensor(x)
        y = mine(inputs, size, stride, padding)
        slope = limpid.gradients(y, inputs, limpid.cos(y.detach()))
        for got, want in ((y, z.detach()), (slope, t.grad)):
            np.testing.assert_allclose(
                got.numpy().transpose(0, 3, 1, 2), want.numpy(), rtol=1e-12
            )


ACTIVATIONS = {
    "elu": {}, "gelu": {"approximate": "none"}, "log_softmax": {"dim": -1},
    "logsigmoid": {}, "relu6": {}, "selu": {}, "silu": {}, "softmax": {"dim": -1},
    "softplus": {"threshold": 1e9}, "softsign": {}, "hardsigmoid": {},
    "hardswish": {}, "celu": {}, "glu": {},
}  # fmt: skip
OUR_NAMES = {
    "logsigmoid": "log_sigmoid", "hardsigmoid": "hard_sigmoid",
    "hardswish": "hard_swish",
}  # fmt: skip


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activation_and_its_slope_are_pytorchs(name):
    torch = pytest.importorskip("torch")
    x = np.concatenate([np.linspace(-12, 12, 37), [-80.0, 80.0, 0.25]]).reshape(4, 10)
    t = torch.tensor(x, requires_grad=True)
    z = getattr(torch.nn.functional, name)(t, **ACTIVATIONS[name])
    z.backward(torch.ones_like(z) * torch.linspace(0.5, 1.5, z.shape[-1]).double())
    settings = {"approximate": False} if name == "gelu" else {}
    inputs = limpid.Tensor(x)
    y = getattr(ops, OUR_NAMES.get(name, name))(inputs, **settings)
    weights = np.broadcast_to(np.linspace(0.5, 1.5, y.shape[-1]), y.shape)
    slope = limpid.gradients(y, inputs, limpid.Tensor(weights))
    np.testing.assert_allclose(y.numpy(), z.detach().numpy(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(slope.numpy(), t.grad.numpy(), rtol=1e-6, atol=1e-7)


def test_erf_is_pytorchs():
    torch = pytest.importorskip("torch")
    x = np.linspace(-6, 6, 101)
    want = torch.erf(torch.tensor(x)).numpy()
    np.testing.assert_allclose(ops.erf(x).numpy(), want, rtol=1e-13)


def test_convolution_turns_the_kernel_around_and_correlation_does_not():
    impulse = np.zeros((3, 3))
    impulse[1, 1] = 1
    kernel = np.array([[5.4, 0.1, 3.6], [1.8, 2.3, 4.5], [1.1, 3.4, 7.2]])
    np.testing.assert_allclose(ops.convolve(impulse, kernel, "same").numpy(), kernel)
    correlated = ops.conv(
        impulse[None, :, :, None], kernel[:, :, None, None], 1, "same"
    )
    np.testing.assert_allclose(correlated.numpy()[0, :, :, 0], kernel[::-1, ::-1])


def test_discrete_convolution_of_a_box():
    assert ops.convolve([1.0, 1.0, 1.0], [1.0, 2.0, 3.0]).tolist() == [1, 3, 6, 5, 3]


def test_convolving_two_boxes_gives_a_triangle():
    steps = 400
    box = np.full(steps + 1, 1.0)
    box[[0, -1]] = 0.5
    triangle = ops.convolve(box, box).numpy() / steps
    middle = len(triangle) // 2
    for x, height in {0: 1.0, 0.25: 0.75, 0.5: 0.5, 1: 0.0}.items():
        assert triangle[middle + int(x * steps)] == pytest.approx(height, abs=1e-2)


@pytest.mark.parametrize("mode", ["full", "same", "valid"])
@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_convolve_is_numpys_in_every_mode(mode, size):
    x, kernel = RNG.normal(size=6), RNG.normal(size=size)
    want = np.convolve(x, kernel, mode)
    np.testing.assert_allclose(ops.convolve(x, kernel, mode).numpy(), want, rtol=1e-12)


def test_depthwise_convolution_keeps_channels_apart():
    x, kernel = RNG.normal(size=(1, 5, 5, 3)), RNG.normal(size=(2, 2, 3, 2))
    got = ops.depthwise_conv(x, kernel).numpy()
    for c in range(3):
        alone = ops.conv(x[..., c : c + 1], kernel[:, :, c : c + 1])
        np.testing.assert_allclose(got[..., 2 * c : 2 * c + 2], alone.numpy())


def test_of_equal_elements_the_first_wins_the_gradient():
    x = limpid.Tensor(np.ones((1, 2, 2, 1)))
    slope = limpid.gradients(ops.max_pool(x, 2), x).numpy()
    assert slope[0, :, :, 0].tolist() == [[1, 0], [0, 0]]


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda x, k: ops.conv(x[..., :1], k), ShapeError, "not fit inputs"),
        (lambda x, _: ops.conv(x, np.ones((9, 9, 2, 1))), ShapeError, "smaller one"),
        (lambda x, k: ops.conv(x, k, padding="sane"), ConfigError, "'same'"),
        (lambda x, k: ops.conv(x, k, strides=0), ConfigError, "positive"),
        (lambda x, k: ops.conv(x, k, strides=(1, 1, 1)), ConfigError, r"1, 1\)"),
        (
            lambda x, k: ops.conv(x, k, 1, "valid", "channels_first"),
            ConfigError,
            "last",
        ),
        (lambda x, k: ops.convolve(x, k, "ful"), ConfigError, "'full'"),
        (lambda x, k: ops.convolve(x, k[0]), ShapeError, "as many axes"),
        (lambda x, k: ops.depthwise_conv(x[..., :1], k), ShapeError, "channels"),
        (lambda x, k: ops.conv_transpose(x[..., :1], k), ShapeError, "does not fit"),
        (lambda x, _: ops.max_pool(x, 0), ConfigError, "got 0"),
    ],
)
def test_misfits_are_named(call, error, text):
    with pytest.raises(error, match=text):
        call(np.ones((1, 4, 4, 2)), np.ones((2, 2, 2, 2)))


@pytest.mark.parametrize("pool", [ops.max_pool, ops.average_pool])
def test_a_window_larger_than_the_picture_is_refused(pool):
    with pytest.raises(ShapeError, match="smaller one"):
        pool(np.ones((1, 2, 2, 1)), 3)
