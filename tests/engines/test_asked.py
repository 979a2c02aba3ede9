"""A loop computes only what somebody asks for."""

import numpy as np
from tests.engines.agreement import check_engines

from limpid import layers, ops
from limpid.engines.native.rewrites import rewritten
from limpid.graph import trace
from limpid.graph.gradient import gradients
from limpid.ops.scan import Scan

RNG = np.random.default_rng(0)
XS = RNG.normal(size=(5, 8, 3))
START = RNG.normal(size=(8, 3))


def loops(function, *arrays):
    """Return the loops of a function as they run; both engines agree."""
    check_engines(function, arrays, slack=10)
    graph = rewritten(trace(function, *arrays))
    return [x for x in graph.nodes if isinstance(x.op, Scan)]


def test_carries_and_results_that_nobody_reads_go():
    def step(c, x):
        state, total = c
        after = ops.tanh(state + x)
        return (after, total + ops.sum(after)), (after * 2, ops.exp(after))

    def function(xs, start):
        (last, _), (ys, _) = ops.scan(step, (start, np.zeros(())), xs)
        return last, ys

    (loop,) = loops(function, XS, START)
    assert loop.op.carries == 1
    assert len(loop.shape) == 2


def test_carries_that_others_depend_on_stay():
    def step(c, x):
        state, total = c
        after = ops.tanh(state * total + x)
        return (after, total + ops.mean(after)), total

    def function(xs, start):
        return ops.scan(step, (start, np.ones(())), xs)[0][0]

    (loop,) = loops(function, XS, START)
    assert loop.op.carries == 2
    assert len(loop.shape) == 2


def test_sequences_and_weights_that_nothing_depends_on_are_not_walked():
    def step(c, slices):
        x, y = slices
        return (ops.tanh(c[0] + x), c[1] + ops.matmul(y, START.T)), y

    def function(xs, start):
        first = start, np.zeros((8, 8))
        return ops.scan(step, first, (xs, xs * 2))[0][0]

    (loop,) = loops(function, XS, START)
    assert (loop.op.carries, loop.op.sequences, len(loop.inputs)) == (1, 1, 2)


def test_numbers_from_outside_are_numbers_inside():
    def function(xs, start):
        return ops.scan(lambda c, x: (2.5 * c - x, 1 - c), start, xs)

    (loop,) = loops(function, XS, START)
    assert len(loop.inputs) == 2


def test_loops_back_through_gates_have_no_totals_of_numbers():
    layer = layers.GRU(4, dtype="float64")
    layer.build((6, 5, 3))

    def function(x):
        weights = [v.read() for v in layer.trainable_variables]
        return gradients(ops.sum(layer(x)), [x, *weights])

    forward, backward = loops(function, XS)
    assert all(shape[-1] > 1 for shape in (*forward.shape, *backward.shape))
    assert backward.op.carries == 1


def test_loops_in_loops_ask_for_no_more():
    def outer(c, x):
        inner = ops.scan(lambda d, r: ((d[0] + r, d[1] * 2), r), (c, c), x[:3, None])
        return inner[0][0], inner[1]

    def function(xs, start):
        return ops.scan(outer, start, xs)[0]

    loops(function, XS, START)
