"""The gradient of scan: what is kept, what waits until after the loop."""

import numpy as np
import pytest

import limpid
from limpid import ops
from limpid.graph import trace
from limpid.ops.scan import Scan

RNG = np.random.default_rng(4)
C, XS, W = RNG.normal(size=(3, 4)), RNG.normal(size=(7, 3, 4)), RNG.normal(size=(4, 4))
B = RNG.normal(size=4)


def scans(function, *arrays):
    """Return the loops of a function and its gradient, and the names in them."""

    def both(*inputs):
        return limpid.gradients(function(*inputs), list(inputs))

    found = [n.op for n in trace(both, *arrays).nodes if isinstance(n.op, Scan)]
    return [(op, [n.op.name for n in op.body.nodes if n.op]) for op in found]


def check(function, *arrays):
    """Compare compiled gradients with those of eager loops, which keep nothing."""
    names = list(range(len(arrays)))

    def both(*inputs):
        return limpid.gradients(function(*inputs), [inputs[i] for i in names])

    want = both(*map(limpid.Tensor, arrays))
    for engine in ("reference", "native"):
        got = limpid.compile(both, engine=engine)(*arrays)
        for a, b in zip(got, want, strict=True):
            np.testing.assert_allclose(a.numpy(), b.numpy(), rtol=1e-9, atol=1e-11)


def recurrent(c, xs, w, b):
    """Return what a small recurrent network comes to."""
    _, ys = ops.scan(lambda c, x: (ops.tanh(c @ w + x + b),) * 2, c, xs)
    return ops.sum(ys * ys)


@pytest.mark.parametrize("reverse", [False, True])
def test_kernel_and_bias_receive_one_sum_after_the_loop(reverse):
    def function(c, xs, w, b):
        step = lambda c, x: (ops.tanh(c @ w + x + b),) * 2  # noqa: E731
        return ops.sum(ops.scan(step, c, xs, reverse=reverse)[1] ** 2)

    check(function, C, XS, W, B)
    (_, _), (back, names) = scans(function, C, XS, W, B)
    # The state's cotangent is carried, nothing else; one product hands it on.
    assert [y.shape for y in back.body.outputs[: back.carries]] == [C.shape]
    assert names.count("matmul") == 1
    assert "sum" not in names


def test_costly_results_are_kept_and_cheap_ones_computed_again():
    def function(c, xs, w):
        def step(c, x):
            y = ops.exp(c @ w * 0.1) + x
            return y, ops.log(y * y + 1)

        return ops.sum(ops.scan(step, c, xs)[1])

    check(function, C, XS, W)
    (forward, once), (_, again) = scans(function, C, XS, W)
    assert once.count("exp") == once.count("log") == 1
    assert not {"exp", "log"} & set(again)
    assert len(forward.body.outputs) > 2


def test_loop_that_nobody_differentiates_keeps_nothing():
    graph = trace(recurrent, C, XS, W, B)
    (loop,) = [n.op for n in graph.nodes if isinstance(n.op, Scan)]
    assert len(loop.body.outputs) == 2


def test_splits_come_back_as_one_joined_array():
    def function(c, xs, w):
        def step(c, x):
            a, b = ops.split(c @ w + x, 2, axis=-1)
            c = ops.concat([ops.tanh(a) * b, a], axis=-1)
            return c, c

        return ops.sum(ops.scan(step, c, xs)[1])

    check(function, C, XS, W)
    (_, _), (_, names) = scans(function, C, XS, W)
    assert "set_item" not in names
    assert names.count("concat") == 1


CASES = {
    "a kernel used twice": lambda c, x, w: ops.tanh(c @ w + x @ w),
    "elementwise": lambda c, x, w: ops.tanh(c * w[:3] + x),
    "transposed": lambda c, x, w: ops.tanh(c @ w.T + x),
    "with itself": lambda c, x, w: ops.tanh(c @ (w @ w) + x),
    "part of it": lambda c, x, w: ops.tanh(c[:, :2] @ w[:2] + x),
    "a number of it": lambda c, x, w: ops.tanh(c * w[0, 0] + x * w[1, 1]),
    "a batch of products": lambda c, x, w: ops.tanh(
        ops.reshape(ops.matmul(c[:, None], w[None]), (3, 4)) + x
    ),
    "rows looked up": lambda c, x, w: ops.tanh(
        c + ops.take(w, np.array([0, 2, 1]), axis=0) + x
    ),
    "a fixed factor": lambda c, x, w: ops.tanh(ops.ones((3, 4), "float64") @ w + c * x),
    "carry forgotten": lambda c, x, w: ops.tanh(x @ w),
}


@pytest.mark.parametrize("name", CASES)
def test_captured_tensor_receives_its_whole_gradient_however_it_is_used(name):
    def function(c, xs, w):
        last, ys = ops.scan(lambda c, x: (CASES[name](c, x, w),) * 2, c, xs)
        return ops.sum(ys * ys) + ops.sum(last)

    check(function, C, XS, W)


def test_second_gradients_of_a_compiled_loop_are_the_eager_ones():
    def function(c, xs, w, b):
        first = limpid.gradients(recurrent(c, xs, w, b), [c, xs, w, b])
        return sum((ops.sum(g * g) for g in first[1:]), ops.sum(first[0] ** 2))

    check(function, C, XS, W, B)


def test_two_gradients_of_one_loop_agree():
    def function(c, xs, w, b):
        y = recurrent(c, xs, w, b)
        return ops.sum(limpid.gradients(y, w) * limpid.gradients(y * 2, w))

    check(function, C, XS, W, B)
