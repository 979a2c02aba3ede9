"""What the tests of quicker convolutions share."""

import operator

import numpy as np
from tests.engines.agreement import check_engines
from tests.engines.test_portability import MACHINES

from limpid import ops
from limpid.engines.native.engine import NativeProgram
from limpid.engines.native.machine import compile_object
from limpid.engines.native.profile import flops
from limpid.engines.native.segments import write_module, write_text
from limpid.engines.native.slices import Slices
from limpid.graph import gradients, trace


class Words:
    """The words that transforms use, on numbers."""

    add, sub, mul, neg = operator.add, operator.sub, operator.mul, operator.neg

    @staticmethod
    def fused(x, y, z):
        return x * y + z

    @staticmethod
    def constant(value, _):
        return value

    @staticmethod
    def number(value, _):
        return value


def made_by(label, program):
    """Return a program's slices with nests of a label."""
    slices = (s for s in program.lowering.steps if isinstance(s, Slices))
    return [s for s in slices if any(nest.label == label for nest in s.nests)]


def products(**kwargs):
    """Return a function with a convolution and both its gradients."""

    def function(x, kernel, g):
        y = ops.conv(x, kernel, **kwargs)
        return y, *gradients(ops.sum(y * g), [x, kernel])

    return function


def operands(random, x, kernel, dtype="float32", **kwargs):
    """Return what a convolution takes, and cotangents of its result."""
    arrays = [random.normal(size=shape).astype(dtype) for shape in (x, kernel)]
    graph = trace(lambda a, b: ops.conv(a, b, **kwargs), *arrays)
    cotangents = random.normal(size=graph.outputs[0].shape)
    return [*arrays, cotangents.astype(dtype)]


def assert_apart(arrays, **kwargs):
    """Assert that what is wrong with one picture stays with it."""
    x, kernel, g = arrays
    program = NativeProgram(trace(products(**kwargs), x, kernel, g))
    before = program([x, kernel, g])
    x[5], g[5] = np.nan, np.inf
    after = program([x, kernel, g])
    others = np.arange(len(x)) != 5
    for one, two in zip(before[:2], after[:2], strict=True):
        np.testing.assert_array_equal(one[others], two[others])
        assert not np.isfinite(two[5]).any()
    assert not np.isfinite(after[2]).any()


def assert_direct(label, x, kernel, **kwargs):
    """Assert that a convolution is right, and not made of slices of a label."""
    program = check_engines(
        lambda a, b: ops.conv(a, b, padding="valid", **kwargs), [x, kernel]
    )
    assert not made_by(label, program)


def assert_fewer_than_half(label, x, kernel):
    """Assert that a convolution with results as large as x takes few products."""
    graph = trace(lambda a, b: ops.conv(a, b, padding="same"), x, kernel)
    (step,) = made_by(label, NativeProgram(graph))
    direct = 2 * x.size * kernel[..., 0].size // x.shape[-1] * kernel.shape[-1]
    assert sum(map(flops, step.all_nests)) < direct / 2


def assert_compiles(name, arrays):
    """Assert that a convolution and its gradients compile for a machine."""
    lowering = NativeProgram(trace(products(padding="same"), *arrays)).lowering
    machine = MACHINES[name]
    code = compile_object(write_text(write_module(lowering, machine)), machine)
    assert code[:4] == b"\x7fELF"
