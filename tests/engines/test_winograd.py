"""Convolutions by tiles: as right as direct ones, with fewer products."""

import operator

import numpy as np
import pytest
from tests.engines.agreement import TOLERANCES, check_engines
from tests.engines.test_portability import MACHINES

from limpid import ops
from limpid.engines.native.engine import NativeProgram
from limpid.engines.native.machine import compile_object
from limpid.engines.native.profile import flops
from limpid.engines.native.routines import winograd
from limpid.engines.native.segments import write_module, write_text
from limpid.engines.native.slices import Slices
from limpid.graph import gradients, trace

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


class Numbers:
    """The words that transforms use, on NumPy's numbers."""

    add, sub, mul, neg = operator.add, operator.sub, operator.mul, operator.neg

    @staticmethod
    def number(value, _):
        return value


def normal(shape, dtype="float32"):
    return RANDOM.normal(size=shape).astype(dtype)


def by_tiles(program):
    slices = (s for s in program.lowering.steps if isinstance(s, Slices))
    return [s for s in slices if any(nest.label == "tiles" for nest in s.nests)]


def products(padding):
    """Return a function with a convolution and both its gradients."""

    def function(x, kernel, g):
        y = ops.conv(x, kernel, padding=padding)
        return y, *gradients(ops.sum(y * g), [x, kernel])

    return function


def operands(x, kernel, padding, dtype="float32"):
    """Return what a convolution takes, and cotangents of its result."""
    arrays = [normal(x, dtype), normal(kernel, dtype)]
    graph = trace(lambda a, b: ops.conv(a, b, padding=padding), *arrays)
    return [*arrays, normal(graph.outputs[0].shape, dtype)]


def test_transforms_leave_the_convolution_of_a_tile():
    x = RANDOM.integers(-9, 9, (4, 4)).astype(float)
    kernel = RANDOM.integers(-9, 9, (3, 3)).astype(float)
    inputs = winograd.sandwiched(Numbers, winograd.OF_INPUT, list(x.flat))
    weights = winograd.sandwiched(Numbers, winograd.OF_KERNEL, list(kernel.flat))
    multiplied = [a * b for a, b in zip(inputs, weights, strict=True)]
    got = winograd.sandwiched(Numbers, winograd.OF_RESULT, multiplied)
    want = [
        (x[i : i + 3, j : j + 3] * kernel).sum() for i in range(2) for j in range(2)
    ]
    assert got == want


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("x", "kernel", "padding"), CASES)
def test_products_of_a_convolution_equal_the_references(x, kernel, padding, dtype):
    arrays = operands(x, kernel, padding, dtype)
    program = check_engines(products(padding), arrays)
    assert len(by_tiles(program)) == 3


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
    x, kernel, g = operands((16, 8, 8, 32), (3, 3, 32, 32), "same")
    program = NativeProgram(trace(products("same"), x, kernel, g))
    before = program([x, kernel, g])
    x[5], g[5] = np.nan, np.inf
    after = program([x, kernel, g])
    others = np.arange(16) != 5
    for one, two in zip(before[:2], after[:2], strict=True):
        np.testing.assert_array_equal(one[others], two[others])
        assert not np.isfinite(two[5]).any()
    assert not np.isfinite(after[2]).any()


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
    function = lambda a, b: ops.conv(a, b, padding="valid", **settings)  # noqa: E731
    program = check_engines(function, [normal(x), normal(kernel)])
    assert not by_tiles(program)


def test_tiles_need_fewer_than_half_of_the_products():
    x, kernel = normal((16, 8, 8, 128)), normal((3, 3, 128, 128))
    graph = trace(lambda a, b: ops.conv(a, b, padding="same"), x, kernel)
    (step,) = by_tiles(NativeProgram(graph))
    direct = 2 * 16 * 8 * 8 * 9 * 128 * 128
    assert sum(map(flops, step.all_nests)) < direct / 2


@pytest.mark.parametrize("name", MACHINES)
def test_slices_compile_for(name):
    arrays = operands((8, 4, 4, 16), (3, 3, 16, 16), "same")
    lowering = NativeProgram(trace(products("same"), *arrays)).lowering
    machine = MACHINES[name]
    code = compile_object(write_text(write_module(lowering, machine)), machine)
    assert code[:4] == b"\x7fELF"
