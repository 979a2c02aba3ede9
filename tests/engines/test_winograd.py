"""Convolutions by tiles: as right as direct ones, with fewer products."""

import numpy as np
import pytest
from tests.engines.agreement import TOLERANCES, check_engines
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
from limpid.engines.native.routines import winograd
from limpid.engines.native.slices import Slices
from limpid.graph import trace

RANDOM = np.random.default_rng(0)
# x, kernel, padding: slices of one picture and of several, one round and two.
CASES = [
    ((16, 8, 8, 16), (3, 3, 16, 16), "same"),
    ((11, 14, 12, 20), (3, 3, 20, 37), "valid"),
    ((48, 4, 4, 33), (3, 3, 33, 17), ((0, 2), (2, 0))),
    ((34, 6, 4, 64), (3, 3, 64, 16), ((2, 2), (2, 2))),
    ((32, 16, 16, 64), (3, 3, 64, 64), "same"),
    ((9, 9, 9, 48), (3, 3, 48, 40), "same"),
    ((16, 8, 9, 40), (3, 3, 40, 48), "valid"),
]


def normal(shape, dtype="float32"):
    return RANDOM.normal(size=shape).astype(dtype)


def test_transforms_leave_the_convolution_of_a_tile():
    x = RANDOM.integers(-9, 9, (4, 4)).astype(float)
    kernel = RANDOM.integers(-9, 9, (3, 3)).astype(float)
    inputs = winograd.sandwiched(Words, winograd.OF_INPUT, list(x.flat))
    weights = winograd.sandwiched(Words, winograd.OF_KERNEL, list(kernel.flat))
    multiplied = [a * b for a, b in zip(inputs, weights, strict=True)]
    got = winograd.sandwiched(Words, winograd.OF_RESULT, multiplied)
    want = [
        (x[i : i + 3, j : j + 3] * kernel).sum() for i in range(2) for j in range(2)
    ]
    assert got == want


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("x", "kernel", "padding"), CASES)
def test_products_of_a_convolution_equal_the_references(x, kernel, padding, dtype):
    arrays = operands(RANDOM, x, kernel, dtype, padding=padding)
    program = check_engines(products(padding=padding), arrays)
    assert len(made_by("tiles", program)) == 3


def test_what_follows_a_convolution_is_done_with_its_tiles():
    def function(x, kernel, bias, other):
        y = ops.conv(x, kernel, padding="same") + bias
        return ops.relu(y + other), ops.cast(y > 0, "float32")

    shapes = [(8, 9, 7, 24), (3, 3, 24, 40), (40,), (8, 9, 7, 40)]
    program = check_engines(function, [normal(s) for s in shapes])
    assert isinstance(program.lowering.steps[-1], Slices)


def test_rounding_is_a_twentieth_of_what_engines_may_differ_by():
    arrays = [normal((16, 8, 8, 128)), normal((3, 3, 128, 128))]
    wide = [a.astype("float64") for a in arrays]
    graph = trace(lambda a, b: ops.conv(a, b, padding="same"), *arrays)
    want = graph.outputs[0].op.reference(*wide)
    (got,) = NativeProgram(graph)(arrays)
    allowed = TOLERANCES["float32"] * np.abs(want).max()
    assert np.abs(got - want).max() < allowed / 20


def test_pictures_do_not_meddle_with_each_other():
    arrays = operands(RANDOM, (16, 8, 8, 32), (3, 3, 32, 32), padding="same")
    assert_apart(arrays, padding="same")


@pytest.mark.parametrize(
    ("x", "kernel", "settings"),
    [
        ((16, 8, 8, 32), (3, 3, 32, 32), {"strides": 2}),
        ((16, 8, 8, 32), (3, 3, 32, 32), {"dilation_rate": 2}),
        ((16, 8, 8, 32), (5, 5, 32, 32), {}),
        ((16, 3, 3, 32), (3, 3, 32, 32), {}),
        ((16, 8, 8, 64), (3, 3, 32, 32), {}),
        ((16, 8, 8, 3), (3, 3, 3, 64), {}),
        ((7, 8, 8, 32), (3, 3, 32, 32), {}),
    ],
)
def test_other_convolutions_are_direct(x, kernel, settings):
    assert_direct("tiles", normal(x), normal(kernel), **settings)


def test_tiles_need_fewer_than_half_of_the_products():
    assert_fewer_than_half("tiles", normal((16, 8, 8, 128)), normal((3, 3, 128, 128)))


@pytest.mark.parametrize("name", MACHINES)
def test_slices_compile_for(name):
    arrays = operands(RANDOM, (8, 4, 4, 16), (3, 3, 16, 16), padding="same")
    assert_compiles(name, arrays)
