"""Elementwise nests that become one, and what is computed where it is joined."""

import numpy as np
import pytest
from tests.engines.agreement import check_engines

from limpid import ops
from limpid.engines.native.lowering import Lowering
from limpid.engines.native.nest import Nest
from limpid.engines.native.walk import Walk
from limpid.graph import trace
from limpid.graph.gradient import gradients

RNG = np.random.default_rng(0)
X = RNG.normal(size=(6, 24))
Y = RNG.normal(size=(6, 8))


def lowered(function, *arrays):
    return Lowering(trace(function, *arrays))


def nests(function, *arrays):
    """Return the nests of a function, and those in the body of its loop."""
    steps = lowered(function, *arrays).steps
    inner = [step.steps for step in steps if isinstance(step, Walk)]
    return [s for s in steps if isinstance(s, Nest)], inner


def gated(x, state):
    """One step of a cell of three gates."""
    i, f, c = ops.split(x, 3, axis=-1)
    return ops.sigmoid(f) * state + ops.sigmoid(i) * ops.tanh(c)


def test_gates_and_what_they_open_are_one_nest():
    check_engines(gated, (X, Y))
    (nest,), _ = nests(gated, X, Y)
    assert len(nest.loads) == 4
    assert len(nest.stores) == 1


def test_what_reads_the_same_is_one_nest():
    def function(x, y):
        return ops.tanh(x) * y, ops.sigmoid(x)

    check_engines(function, (Y, Y + 1))
    (nest,), _ = nests(function, Y, Y + 1)
    assert len(nest.stores) == 2


def test_what_a_sum_stands_between_stays_apart():
    def function(x):
        shifted = ops.exp(x) + 1.0
        return ops.tanh(shifted / ops.sum(shifted)), ops.sqrt(shifted)

    check_engines(function, (Y,))


def test_a_nest_that_reads_a_part_of_another_stays_apart():
    def function(x):
        y = ops.exp(x)
        flipped = ops.flip(y, axis=0)
        return ops.tanh(y) * ops.tanh(flipped), flipped

    check_engines(function, (Y,))


@pytest.mark.parametrize("axis", [0, 1])
def test_parts_are_computed_where_they_are_joined(axis):
    def function(x, y):
        parts = [ops.tanh(x), ops.exp(y), y, ops.sigmoid(x) + y]
        return ops.matmul(ops.concat(parts, axis=axis), ops.ones((8, 3))), parts[0] * y

    def joined(x, y):
        return ops.concat([ops.tanh(x), ops.exp(y), y], axis=axis)

    if axis == 0:
        check_engines(function, (Y, Y + 1))
    check_engines(joined, (Y, Y + 1))
    found, _ = nests(joined, Y, Y + 1)
    # What is given has to be copied, and nothing else.
    assert sum(nest.label == "copy" for nest in found) == 1


def test_a_part_joined_twice_and_returned_is_right_everywhere():
    def function(x, y):
        part = ops.tanh(x)
        twice = ops.concat([part, ops.exp(y), part], axis=1)
        return twice, ops.concat([twice, ops.sigmoid(y)], axis=1), ops.sqrt(y * y)

    check_engines(function, (Y, Y + 1))


def walked(reverse):
    def function(x, start):
        def step(carry, part):
            after = gated(part, carry)
            return after, after

        last, outputs = ops.scan(step, start, x, reverse=reverse)
        loss = ops.sum(outputs * outputs) + ops.sum(last)
        return last, outputs, *gradients(loss, [x, start])

    return function


SEQUENCE = RNG.normal(size=(5, 6, 24))


@pytest.mark.parametrize("reverse", [False, True])
def test_outputs_that_are_states_are_kept_once(reverse):
    check_engines(walked(reverse), (SEQUENCE, Y), slack=10)
    _, bodies = nests(walked(reverse), SEQUENCE, Y)
    labels = [nest.label for body in bodies for nest in body]
    assert "copy" not in labels


@pytest.mark.parametrize("key", [0, 4, -1, -5, slice(0, 5, 2)])
@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_one_output_of_a_loop_is_right_whichever_it_is(factor, reverse, key):
    def function(x, start):
        def step(carry, part):
            after = gated(part, carry)
            return after, after if factor == 1 else after * factor

        return ops.scan(step, start, x, reverse=reverse)[1][key]

    check_engines(function, (SEQUENCE, Y))
