"""A fitted model can be copied, and the copy is trained without the original."""

import copy

import numpy as np
import pytest

from limpid.callbacks import EarlyStopping
from limpid.layers import Add, BatchNormalization, Dense, Dropout
from limpid.models import Input, Model, Sequential

X = np.random.default_rng(0).normal(size=(20, 3)).astype(np.float32)
Y = X[:, :1] * X[:, 1:2]


def sequential():
    layers = [Dense(4, "tanh"), BatchNormalization(), Dropout(0.3), Dense(1)]
    return Sequential([Input((3,)), *layers])


def functional():
    x = Input((3,))
    return Model(x, Dense(1)(Add()([Dense(4, "tanh")(x), Dense(4)(x)])))


def fit(model, epochs):
    model.fit(X, Y, batch_size=8, epochs=epochs, shuffle=False, verbose=0)


def values(model):
    return [v.numpy() for v in (*model.variables, *model.optimizer.variables)]


@pytest.mark.parametrize("make", [sequential, functional])
def test_copy_goes_on_as_the_original_would_and_leaves_it_alone(make):
    model = make()
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(X, Y, epochs=3, verbose=0, callbacks=[EarlyStopping("loss")])
    before = values(model)
    twin = copy.deepcopy(model)
    assert twin.history.history == model.history.history
    np.testing.assert_array_equal(twin.predict(X), model.predict(X))
    fit(twin, 3)
    for value, kept in zip(values(model), before, strict=True):
        np.testing.assert_array_equal(value, kept)
    fit(model, 3)
    for value, other in zip(values(model), values(twin), strict=True):
        np.testing.assert_array_equal(value, other)
