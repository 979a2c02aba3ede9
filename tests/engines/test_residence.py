"""Variables that stay in a program's memory are read, set and copied as ever."""

import copy
import threading

import numpy as np
import pytest

from limpid.engines import get_engine, set_engine
from limpid.errors import DataError
from limpid.layers import Dense, Embedding, Flatten
from limpid.models import Input, Sequential
from limpid.utils import set_random_seed

RNG = np.random.default_rng(0)
X = RNG.normal(size=(23, 3)).astype(np.float32)
Y = X[:, :1] * X[:, 1:2]


@pytest.fixture(autouse=True)
def native():
    before = get_engine().name
    set_engine("native")
    yield
    set_engine(before)


def made(*layers):
    set_random_seed(1)
    model = Sequential([Input((3,)), *(layers or (Dense(4, "tanh"), Dense(1)))])
    model.compile("adam", "mse")
    return model


def fit(model, epochs=1, **settings):
    model.fit(X, Y, batch_size=5, epochs=epochs, verbose=0, shuffle=False, **settings)


def values(model):
    return [v.numpy() for v in model.variables]


def assert_equal(some, others):
    for one, other in zip(some, others, strict=True):
        np.testing.assert_array_equal(one, other)


def test_reading_between_calls_changes_nothing():
    looked_at, left_alone = made(), made()
    for _ in range(4):
        fit(looked_at)
        values(looked_at)
        fit(left_alone)
    assert_equal(values(looked_at), values(left_alone))


def test_training_goes_on_from_what_was_set():
    model, fresh = made(), made()
    start = fresh.get_weights()
    fit(model, 3)
    model.set_weights(start)
    model.compile("sgd", "mse")
    fresh.compile("sgd", "mse")
    fit(model)
    fit(fresh)
    assert_equal(values(model), values(fresh))


def test_a_tensor_read_before_keeps_its_value():
    model = made()
    fit(model)
    before = model.variables[0].value
    kept = before.numpy()
    fit(model)
    np.testing.assert_array_equal(before.numpy(), kept)
    assert not np.array_equal(model.variables[0].numpy(), kept)


def test_a_copy_has_the_value_and_a_life_of_its_own():
    model = made()
    fit(model)
    kernel = model.trainable_variables[0]
    twin, kept = copy.deepcopy(kernel), kernel.numpy()
    fit(model)
    np.testing.assert_array_equal(twin.numpy(), kept)
    assert not np.array_equal(kernel.numpy(), kept)


def test_a_gradient_stays_with_its_variable():
    model = made()
    kernel = model.trainable_variables[0]
    fit(model)
    kernel.grad = kernel.value
    fit(model)
    assert kernel.grad is not None


def test_models_that_share_a_layer_take_turns():
    shared = Dense(4, "tanh")
    one, other = made(shared, Dense(1)), made(shared, Dense(1))
    for _ in range(3):
        fit(one)
        trained = shared.kernel.numpy()
        fit(other)
        assert not np.array_equal(shared.kernel.numpy(), trained)
    assert np.isfinite(shared.kernel.numpy()).all()


def test_a_thread_that_reads_meanwhile_loses_no_step():
    read, alone = made(), made()
    fit(read)
    fit(alone)
    variables, ended = read.variables, threading.Event()

    def look():
        while not ended.is_set():
            for variable in variables:
                variable.numpy()

    thread = threading.Thread(target=look)
    thread.start()
    fit(read, 30)
    ended.set()
    thread.join()
    fit(alone, 30)
    assert_equal(values(read), values(alone))


def test_steps_before_a_wrong_index_count_and_no_other():
    def trained(rows):
        set_random_seed(1)
        model = Sequential([Input((2,), dtype="int64"), Embedding(4, 3), Flatten()])
        model.compile("adam", "mse")
        x = np.ones((rows, 2), np.int64)
        y = np.ones((rows, 6), np.float32)
        settings = {"batch_size": 2, "verbose": 0, "shuffle": False}
        # By then many steps are taken in a call.
        model.fit(x, y, epochs=3, **settings)
        x[10:] = 9
        if rows > 10:
            with pytest.raises(DataError, match="9"):
                model.fit(x, y, **settings)
        else:
            model.fit(x, y, **settings)
        return model

    failed, whole = trained(14), trained(10)
    assert failed.optimizer.iterations.item() == 3 * 7 + 5
    assert whole.optimizer.iterations.item() == 4 * 5
    fit_on = np.ones((2, 2), np.int64)
    failed.fit(fit_on, np.ones((2, 6), np.float32), verbose=0)
    assert failed.optimizer.iterations.item() == 3 * 7 + 6
