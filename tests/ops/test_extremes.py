"""Infinities, NaN, minus zero, no elements, no axes."""

import numpy as np
import pytest
from tests.common.ops import BOOLEAN, COMPARISONS, ELEMENTWISE, SMOOTH

import limpid
from limpid import ops

SPECIAL = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1e-308, -1e308])
# Compositions meet infinity minus or times itself where the limit is finite.
LIMITS = {"gelu", "silu", "swish", "softsign", "hard_silu", "hard_swish"}
UNARY = sorted(set(SMOOTH) - LIMITS - {"erf"})
# Activations whose value and slope must be finite however large the input.
BOUNDED_SLOPE = [
    "celu", "elu", "gelu", "hard_sigmoid", "hard_silu", "hard_tanh", "leaky_relu",
    "log_sigmoid", "relu", "relu6", "selu", "sigmoid", "silu", "softplus", "softsign",
    "tanh", "asinh", "atan", "erf",
]  # fmt: skip


@pytest.mark.parametrize("name", UNARY)
@np.errstate(all="ignore")
def test_special_values_come_out_as_numpys(name):
    got = getattr(ops, name)(limpid.Tensor(SPECIAL)).numpy()
    want = SMOOTH[name][0](SPECIAL)
    np.testing.assert_array_equal(np.isnan(got), np.isnan(want))
    np.testing.assert_array_equal(np.isinf(got), np.isinf(want))
    if name in {"sin", "tan", "tanh", "asinh", "atan", "expm1", "log1p"}:
        np.testing.assert_array_equal(np.signbit(got[:2]), [False, True])


@pytest.mark.parametrize("name", sorted(LIMITS))
def test_nan_goes_through(name):
    assert np.isnan(getattr(ops, name)(np.array(np.nan)).item())


@pytest.mark.parametrize("name", sorted(ELEMENTWISE | COMPARISONS))
@np.errstate(all="ignore")
def test_special_pairs_come_out_as_numpys(name):
    x, y = np.meshgrid(SPECIAL, SPECIAL)
    got = getattr(ops, name)(limpid.Tensor(x), limpid.Tensor(y)).numpy()
    want = (ELEMENTWISE | COMPARISONS)[name](x, y)
    np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("name", BOUNDED_SLOPE)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_value_and_gradient_stay_finite_at_a_thousand(name, dtype):
    x = limpid.Tensor([-1000.0, -100.0, 0.0, 100.0, 1000.0], dtype=dtype)
    y = getattr(ops, name)(x)
    slope = limpid.gradients(y, x)
    second = limpid.gradients(slope, x)
    for part in (y, slope, second):
        assert np.isfinite(part.numpy()).all()


def test_softplus_has_the_sigmoid_as_slope_at_a_thousand():
    x = limpid.Tensor([-1000.0, 0.0, 1000.0])
    assert limpid.softplus(x).tolist() == [0.0, pytest.approx(np.log(2)), 1000.0]
    assert limpid.gradients(limpid.softplus(x), x).tolist() == [0.0, 0.5, 1.0]


@pytest.mark.parametrize("shape", [(), (0,), (2, 0, 3)])
@pytest.mark.parametrize("name", sorted(SMOOTH))
def test_function_keeps_shapes_without_axes_or_elements(name, shape):
    x = limpid.Tensor(np.full(shape, 0.9 if name != "acosh" else 1.5))
    y = getattr(ops, name)(x)
    assert y.shape == shape
    assert limpid.gradients(y, x).shape == shape


@pytest.mark.parametrize("name", sorted(ELEMENTWISE | COMPARISONS | BOOLEAN))
def test_no_elements_broadcast_to_no_elements(name):
    count = 1 if name in BOOLEAN else 2
    operands = (np.ones((0, 3)), np.ones((1, 3)))[:count]
    assert getattr(ops, name)(*operands).shape == (0, 3)


@pytest.mark.parametrize("name", ["sum", "prod", "all", "any", "count_nonzero"])
def test_reduction_of_nothing_is_its_neutral_element(name):
    want = {"sum": 0, "prod": 1, "all": True, "any": False, "count_nonzero": 0}[name]
    assert getattr(ops, name)(np.ones((2, 0)), axis=1).tolist() == [want, want]


@pytest.mark.parametrize("name", ["sum", "mean", "max", "min", "prod", "var", "std"])
def test_nan_reaches_every_reduction_that_meets_it(name):
    x = np.array([[1.0, np.nan], [1.0, 2.0]])
    got = getattr(ops, name)(x, axis=1).numpy()
    assert np.isnan(got).tolist() == [True, False]


def test_gradient_of_a_product_is_right_where_factors_are_zero():
    x = limpid.Tensor([[0.0, 2.0, 3.0], [0.0, 0.0, 5.0]])
    want = [[6.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
    assert limpid.gradients(limpid.prod(x, axis=1), x).tolist() == want


def test_softmax_of_huge_numbers_is_finite_and_sums_to_one():
    x = limpid.Tensor([1e4, 1e4 - 1, -1e4])
    y = limpid.softmax(x)
    assert np.isfinite(y.numpy()).all()
    assert limpid.sum(y).item() == pytest.approx(1)
    assert np.isfinite(limpid.log_softmax(x).numpy()).all()


def test_logsumexp_of_infinities():
    assert limpid.logsumexp([-np.inf, -np.inf]).item() == -np.inf
    assert limpid.logsumexp([np.inf, 0.0]).item() == np.inf


def test_power_zero_is_flat_even_at_zero():
    x = limpid.Tensor([0.0, 2.0])
    slopes = limpid.gradients(x**0, x)
    np.testing.assert_array_equal(slopes.numpy(), [0, 0])


def test_power_zero_of_a_singular_matrix_is_the_identity():
    power = ops.linalg.matrix_power(np.zeros((2, 2)), 0)
    np.testing.assert_array_equal(power.numpy(), np.eye(2))


def test_integers_become_the_default_float():
    for name in ("exp", "mean", "softmax", "divide"):
        operands = ([1, 2],) if name != "divide" else ([1, 2], [2, 2])
        assert getattr(ops, name)(*operands).dtype == np.float32


def test_small_integers_are_summed_wide():
    x = np.full(300, 100, "int8")
    assert limpid.sum(x).item() == 30000
    assert limpid.sum(x).dtype == limpid.prod(x).dtype == np.int64
    assert limpid.sum(x.astype("uint8")).dtype == np.uint64


EMPTY = {
    "argsort": (lambda: ops.argsort(np.ones((2, 0))), (2, 0)),
    "concat": (lambda: ops.concat([np.ones((0, 2)), np.ones((1, 2))]), (1, 2)),
    "conv": (lambda: ops.conv(np.ones((0, 4, 2)), np.ones((2, 2, 3))), (0, 3, 3)),
    "cumulative_prod": (lambda: ops.cumulative_prod(np.ones(0)), (0,)),
    "cumulative_sum": (lambda: ops.cumulative_sum(np.ones(0)), (0,)),
    "einsum": (lambda: ops.einsum("ij,jk", np.ones((2, 0)), np.ones((0, 3))), (2, 3)),
    "matmul": (lambda: ops.matmul(np.ones((2, 0)), np.ones((0, 3))), (2, 3)),
    "max_pool": (lambda: ops.max_pool(np.ones((0, 4, 2)), 2), (0, 2, 2)),
    "one_hot": (lambda: ops.one_hot(np.ones(0, int), 3), (0, 3)),
    "segment_sum": (
        lambda: ops.segment_sum(np.ones((0, 2)), np.ones(0, int), 3),
        (3, 2),
    ),
    "softmax": (lambda: ops.softmax(np.ones((0, 3))), (0, 3)),
    "sort": (lambda: ops.sort(np.ones(0)), (0,)),
    "split": (lambda: ops.split(np.ones((2, 0)), 2)[0], (1, 0)),
    "take": (lambda: ops.take(np.ones((3, 2)), np.ones(0, int), axis=0), (0, 2)),
    "tile": (lambda: ops.tile(np.ones(2), 0), (0,)),
    "unique_values": (lambda: ops.unique_values(np.ones(0)), (0,)),
    "vecdot": (lambda: ops.vecdot(np.ones((2, 0)), np.ones((2, 0))), (2,)),
}


@pytest.mark.parametrize("name", EMPTY)
def test_no_elements_are_no_special_case(name):
    call, shape = EMPTY[name]
    assert call().shape == shape


@pytest.mark.parametrize("function", [ops.matmul, ops.tensordot, ops.vecdot])
def test_gradients_of_products_of_nothing_are_empty(function):
    x = limpid.Tensor(np.ones((0, 0)))
    assert limpid.gradients(function(x, x), x).shape == (0, 0)


@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0)])
def test_gradients_of_selections_and_products_of_nothing_are_empty(shape):
    x = limpid.Tensor(np.ones(shape))
    calls = [
        lambda: ops.prod(x, axis=1),
        lambda: ops.take(x, np.ones(0, int), axis=0),
        lambda: x[np.ones(shape[0], bool)],
        lambda: ops.cumulative_prod(x, axis=1),
        lambda: ops.sort(x),
    ]
    for call in calls:
        assert limpid.gradients(call(), x).shape == shape
