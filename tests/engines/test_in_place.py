"""Variables are overwritten where nothing is lost by it, and only there."""

import numpy as np
import pytest

import limpid
from limpid import layers
from limpid.engines.native.engine import NativeProgram
from limpid.errors import DataError
from limpid.graph import Variable, trace


def program(model, x, y):
    model.train_on_batch(x, y)
    return NativeProgram(trace(model.train_step, (x, y, None)))


def small():
    limpid.utils.set_random_seed(3)
    model = limpid.Sequential(
        [limpid.Input((40,)), layers.Dense(30, "relu"), layers.Dense(5)]
    )
    loss = limpid.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss)
    return model


def data(count):
    rng = np.random.default_rng(1)
    return rng.normal(size=(count, 40)).astype("float32"), rng.integers(0, 5, count)


def test_weights_and_moments_are_written_where_they_are_read():
    x, y = data(32)
    assert (
        sum(program(small(), x, y).in_place) >= 12
    )  # four weights, each with two moments


def test_training_in_place_is_that_of_single_steps():
    x, y = data(96)
    steps, whole = small(), small()
    for i in range(0, 96, 32):
        steps.train_on_batch(x[i : i + 32], y[i : i + 32])
    whole.fit(x, y, batch_size=32, shuffle=False, verbose=0)
    for a, b in zip(steps.variables, whole.variables, strict=True):
        np.testing.assert_array_equal(a.numpy(), b.numpy())


@pytest.mark.parametrize("assigned", ["each its own", "the other's", "nothing"])
def test_programs_of_equal_results_share_no_code_if_they_assign_differently(assigned):
    start = np.arange(64, dtype="float32")
    a, b = Variable(start), Variable(start)
    first, second = (b, a) if assigned == "the other's" else (a, b)

    def function(x):
        new = a * 2.0 + x, b * 3.0 + 1.0
        if assigned != "nothing":
            first.assign(new[0])
            second.assign(new[1])
            return ()
        return new

    wanted = {"each its own": (True, True), "the other's": (True, False), "nothing": ()}
    assert NativeProgram(trace(function, start)).in_place == wanted[assigned]


def reader():
    limpid.utils.set_random_seed(3)
    words = layers.Embedding(10, 40, trainable=False)
    model = limpid.Sequential([limpid.Input((4,)), words, layers.Flatten()])
    model.add(layers.Dense(5))
    model.compile("adam", "mean_squared_error")
    return model


@pytest.mark.parametrize("wrong", [40, 70])
def test_wrong_index_leaves_the_last_good_steps_weights(wrong):
    rng = np.random.default_rng(1)
    x, y = rng.integers(0, 10, (96, 4)), rng.normal(size=(96, 5)).astype("float32")
    good, bad = reader(), reader()
    before = wrong // 32 * 32
    good.fit(x[:before], y[:before], batch_size=32, shuffle=False, verbose=0)
    x[wrong, 2] = 12
    with pytest.raises(DataError, match="12"):
        bad.fit(x, y, batch_size=32, shuffle=False, verbose=0)
    pairs = zip(good.trainable_variables, bad.trainable_variables, strict=True)
    for a, b in pairs:
        np.testing.assert_array_equal(a.numpy(), b.numpy())
