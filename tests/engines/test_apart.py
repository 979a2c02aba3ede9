"""Examples that go through a loop apart from each other: threads do not wait in it."""

import numpy as np
import pytest
from tests.engines.agreement import check_engines

from limpid import layers, ops
from limpid.engines.native.apart import NEAR_BYTES
from limpid.engines.native.engine import NativeProgram
from limpid.engines.native.walk import Walk
from limpid.graph.gradient import gradients

RNG = np.random.default_rng(0)
UNITS, LENGTH = 32, 6
KINDS = [layers.SimpleRNN, layers.GRU, layers.LSTM]


def walks(program: NativeProgram) -> list[bool]:
    """Tell of each loop whether its rows go through it apart from each other."""
    return [s.body.is_apart for s in program.lowering.steps if isinstance(s, Walk)]


def trained(kind, batch, dtype="float32", **settings):
    """Return a program: a recurrent layer's outputs, and gradients of their squares."""
    layer = kind(UNITS, return_sequences=True, dtype=dtype, **settings)
    x = RNG.normal(size=(batch, LENGTH, 9)).astype(dtype)
    keep = RNG.random((batch, LENGTH)) < 0.7
    layer.build(x.shape)

    def function(x, keep):
        y = layer(x, mask=keep) if settings.get("zero_output_for_mask") else layer(x)
        weights = [v.read() for v in layer.trainable_variables]
        return y, *gradients(ops.sum(y * y), [x, *weights])

    return check_engines(function, (x, keep), slack=20)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("batch", [8, 36, 50])
def test_examples_of_a_recurrent_layer_are_apart_forward_and_backward(kind, batch):
    assert walks(trained(kind, batch)) == [True, True]


@pytest.mark.parametrize("batch", [1, 7, 37])
def test_batches_that_make_no_even_groups_agree_too(batch):
    assert walks(trained(layers.LSTM, batch)) == [False, False]


@pytest.mark.parametrize("kind", KINDS)
def test_doubles_masks_and_walking_backwards_agree(kind):
    settings = {"zero_output_for_mask": True, "go_backwards": True, "dtype": "float64"}
    trained(kind, 40, **settings)


ROWS = 40
X = RNG.normal(size=(LENGTH, ROWS, UNITS)).astype("float32")
W = RNG.normal(size=(UNITS, UNITS)).astype("float32") / 5


def looped(step, *first):
    """Return whether the rows of a loop over X are apart; both engines agree."""

    def function(xs, w, *first):
        (last, *_), ys = ops.scan(lambda c, x: step(c, x, w), first, xs)
        return last, ys

    return walks(check_engines(function, (X, W, *first), slack=20)) == [True]


START = np.zeros((ROWS, UNITS), "float32")


def moved(c, x, w):
    """Return what a simple cell makes of its state."""
    return ops.tanh(ops.matmul(c, w) + x)


def test_a_cell_without_anything_else_is_apart():
    assert looped(lambda c, x, w: ((moved(c[0], x, w),), c[0]), START)


@pytest.mark.parametrize(
    "mixed",
    [
        lambda c: c + ops.mean(c, axis=0, keepdims=True),
        lambda c: ops.flip(c, axis=0),
        lambda c: ops.concat([c[1:], c[:1]], axis=0),
        lambda c: ops.take(c, np.arange(ROWS)[::-1].copy(), axis=0),
        lambda c: c - ops.max(c),
    ],
    ids=["mean", "flip", "rotation", "take", "maximum"],
)
def test_rows_that_read_each_other_stay_together(mixed):
    assert not looped(lambda c, x, w: ((moved(mixed(c[0]), x, w),), c[0]), START)


def test_a_state_that_belongs_to_no_row_keeps_them_together():
    def step(c, x, w):
        state, count = c
        return (moved(state, x, w) * count, count + 0.1), state

    assert not looped(step, START, np.array(0.5, "float32"))


def test_weights_too_large_to_be_read_by_each_group_keep_rows_together():
    units = int((NEAR_BYTES / 4) ** 0.5) + 16

    def function(xs, w):
        start = ops.zeros((16, units))
        return ops.scan(lambda c, x: (moved(c, x, w), c), start, xs)[1]

    xs = RNG.normal(size=(2, 16, units)).astype("float32")
    w = RNG.normal(size=(units, units)).astype("float32") / units
    assert walks(check_engines(function, (xs, w), slack=20)) == [False]


def test_threads_do_not_meet_in_the_rounds_of_rows_apart():
    program = trained(layers.LSTM, 40)
    rounds = [f for f in program.module.functions if f.name.endswith("_body")]
    assert rounds
    assert not any("@barrier" in line for f in rounds for line in f.lines)
