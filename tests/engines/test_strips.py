"""Convolutions by strips: as right as direct ones, with fewer products."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.agreement import TOLERANCES, check, check_engines, run
from tests.engines.convolutions import (
    Words,
    assert_apart,
    assert_compiles,
    assert_direct,
    assert_fewer_than_half,
    made_by,
    operands,
    products,
)
from tests.engines.test_portability import MACHINES

from limpid import ops
from limpid.engines.native.engine import NativeProgram
from limpid.engines.native.toom_cook import MOST_POINTS, ToomCook, times, turned
from limpid.graph import gradients, trace

RANDOM = np.random.default_rng(0)
# x, kernel, settings: odd sizes, lines, pictures and bodies; steps along the rows.
CASES = [
    ((20, 14, 14, 6), (5, 5, 6, 16), {"padding": "valid"}),
    ((33, 13, 12, 20), (5, 3, 20, 17), {"padding": "valid"}),
    ((16, 19, 11, 20), (4, 5, 20, 31), {"padding": ((2, 3), (1, 4))}),
    ((50, 41, 30), (5, 30, 20), {"padding": "same"}),
    ((16, 20, 21, 16), (5, 5, 16, 16), {"padding": "same", "strides": (1, 2)}),
    ((16, 12, 7, 6, 8), (3, 3, 3, 8, 16), {"padding": "same"}),
]
FORMS = [
    ToomCook(m, r)
    for r in range(2, MOST_POINTS)
    for m in range(2, MOST_POINTS)
    if m + r - 1 <= MOST_POINTS
]


def normal(shape, dtype="float32"):
    return RANDOM.normal(size=shape).astype(dtype)


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_the_matrices_slide_weights_over_numbers(form):
    numbers = [Fraction(int(n)) for n in RANDOM.integers(-9, 9, form.points)]
    weights = [Fraction(int(n)) for n in RANDOM.integers(-9, 9, form.weights)]

    def by(matrix, xs):
        return [sum(w * x for w, x in zip(row, xs, strict=True)) for row in matrix]

    pairs = zip(by(form.of_kernel, weights), by(form.of_input, numbers), strict=True)
    got = by(form.of_result, [a * b for a, b in pairs])
    want = [
        sum(w * x for w, x in zip(weights, numbers[i:], strict=False))
        for i in range(form.results)
    ]
    assert got == want


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_what_twins_share_leaves_the_product_of_a_matrix(form):
    for matrix in (form.of_input, form.of_kernel, form.of_result):
        for one in (matrix, turned(matrix)):
            xs = RANDOM.normal(size=len(one[0])).tolist()
            want = np.array(one, float) @ np.array(xs)
            np.testing.assert_allclose(times(Words, one, xs), want, atol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("x", "kernel", "kwargs"), CASES)
def test_products_of_a_convolution_equal_the_references(x, kernel, kwargs, dtype):
    arrays = operands(RANDOM, x, kernel, dtype, **kwargs)
    program = check_engines(products(**kwargs), arrays)
    assert made_by("strips", program)


@settings(max_examples=25, deadline=None)
@given(
    size=st.tuples(st.integers(1, 15), st.integers(1, 9)),
    kernel=st.tuples(st.integers(2, 7), st.integers(1, 4)),
    channels=st.tuples(st.integers(1, 18), st.integers(1, 33)),
    pads=st.tuples(*[st.tuples(st.integers(0, 8), st.integers(0, 8))] * 2),
    steps=st.tuples(st.just(1), st.integers(1, 3)),
    batch=st.sampled_from([8, 9, 11, 17, 26]),
)
def test_any_sizes_and_borders_agree(size, kernel, channels, pads, steps, batch):
    fits = zip(size, kernel, pads, strict=True)
    pads = tuple((a + max(k - n, 0), b) for n, k, (a, b) in fits)
    shapes = (batch, *size, channels[0]), (*kernel, *channels)
    kwargs = {"padding": pads, "strides": steps}
    wanted, got, _ = run(products(**kwargs), operands(RANDOM, *shapes, **kwargs))
    check(wanted, got)


def test_what_surrounds_the_convolution_is_done_with_its_strips():
    def function(x, kernel, bias, other):
        y = ops.conv(x, kernel, padding="same") + bias
        return ops.relu(y + other), ops.cast(y > 0, "float32")

    shapes = [(8, 9, 7, 24), (5, 5, 24, 40), (40,), (8, 9, 7, 40)]
    program = check_engines(function, [normal(s) for s in shapes])
    assert made_by("strips", program) == [program.lowering.steps[-1]]


def test_maps_with_the_batch_innermost_are_read_and_written():
    def function(x, first, second, g):
        pooled = ops.average_pool(ops.conv(x, first), 2)
        y = ops.conv(pooled, second)
        return y, *gradients(ops.sum(y * g), [first, second])

    shapes = [(32, 24, 24, 1), (5, 5, 1, 6), (5, 5, 6, 16), (32, 6, 6, 16)]
    program = check_engines(function, [normal(s) for s in shapes])
    assert len(made_by("strips", program)) == 3


def test_rounding_is_a_third_of_what_engines_may_differ_by():
    arrays = operands(RANDOM, (16, 12, 12, 64), (5, 5, 64, 64), padding="same")
    wide = [a.astype("float64") for a in arrays]
    function = products(padding="same")
    got = NativeProgram(trace(function, *arrays))(arrays)
    want, _, _ = run(function, wide)
    for one, other in zip(got, want, strict=True):
        allowed = TOLERANCES["float32"] * np.abs(other).max()
        assert np.abs(one - other).max() < allowed / 3


def test_pictures_do_not_meddle_with_each_other():
    arrays = operands(RANDOM, (16, 8, 8, 32), (5, 5, 32, 32), padding="same")
    assert_apart(arrays, padding="same")


@pytest.mark.parametrize(
    ("x", "kernel", "kwargs"),
    [
        ((16, 8, 8, 32), (5, 5, 32, 32), {"strides": 2}),
        ((16, 12, 12, 32), (5, 5, 32, 32), {"dilation_rate": 2}),
        ((16, 8, 8, 64), (5, 5, 32, 32), {}),
        ((16, 8, 8, 32), (1, 5, 32, 32), {}),
        ((16, 12, 8, 32), (9, 1, 32, 32), {}),
        ((7, 8, 8, 32), (5, 5, 32, 32), {}),
    ],
)
def test_other_convolutions_are_direct(x, kernel, kwargs):
    assert_direct("strips", normal(x), normal(kernel), **kwargs)


def test_strips_need_fewer_than_half_of_the_products():
    assert_fewer_than_half("strips", normal((16, 16, 16, 64)), normal((5, 5, 64, 64)))


@pytest.mark.parametrize("name", MACHINES)
def test_strips_compile_for(name):
    arrays = operands(RANDOM, (8, 8, 8, 16), (5, 5, 16, 16), padding="same")
    assert_compiles(name, arrays)
