"""The loss around a model's weights: its middle, its formula, and what it ignores."""

import numpy as np
import pytest

from limpid import Sequential
from limpid.errors import ConfigError
from limpid.explanations import landscape
from limpid.layers import Dense, Input

RANDOM = np.random.default_rng(0)
X = RANDOM.normal(size=(40, 3)).astype("float32")
Y = np.sin(X[:, :1])
OFFSETS = np.linspace(-1, 1, 5)


def relu_net():
    model = Sequential([Input((3,)), Dense(8, "relu"), Dense(8, "relu"), Dense(1)])
    model.compile("adam", "mse")
    model.fit(X, Y, epochs=5, verbose=0)
    return model


def test_middle_is_the_models_loss_and_its_weights_stay():
    """THY-06."""
    model = relu_net()
    before, loss = model.get_weights(), model.evaluate(X, Y, verbose=0)
    line, plane = (landscape(model, X, Y, OFFSETS, plane=p) for p in (False, True))
    assert line[2] == pytest.approx(loss, rel=1e-5)
    assert plane[2, 2] == pytest.approx(loss, rel=1e-5)
    np.testing.assert_allclose(plane[:, 2], line, rtol=1e-6)
    for old, new in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(old, new)


def test_layers_scaled_up_and_down_leave_it_unchanged():
    """THY-06: ReLU layers times 10 and the next one times a tenth."""
    model = relu_net()
    before = landscape(model, X, Y, OFFSETS, plane=True)
    kernel1, bias1, kernel2, bias2, kernel3, bias3 = model.get_weights()
    scaled = [kernel1 * 10, bias1 * 10, kernel2 / 10, bias2, kernel3, bias3]
    model.set_weights(scaled)
    after = landscape(model, X, Y, OFFSETS, plane=True)
    np.testing.assert_allclose(after, before, rtol=1e-5, atol=1e-6)


def test_slice_of_a_linear_model_is_numpys():
    model = Sequential([Input((3,)), Dense(2, use_bias=False)])
    model.compile("sgd", "mse")
    targets = RANDOM.normal(size=(40, 2)).astype("float32")
    [kernel] = (weight.astype(float) for weight in model.get_weights())
    drawn = np.random.default_rng(7).normal(size=kernel.shape)
    way = drawn * np.linalg.norm(kernel, axis=0) / np.linalg.norm(drawn, axis=0)
    want = [np.mean((X @ (kernel + a * way) - targets) ** 2) for a in OFFSETS]
    found = landscape(model, X, targets, OFFSETS, seed=7)
    np.testing.assert_allclose(found, want, rtol=1e-5)


def test_model_that_is_not_compiled_is_refused():
    with pytest.raises(ConfigError, match="compiled model"):
        landscape(Sequential([Input((3,)), Dense(1)]), X, Y, OFFSETS)
