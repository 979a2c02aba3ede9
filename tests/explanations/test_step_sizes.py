"""How large steps are, against NumPy and against the step that fit takes."""

import numpy as np
import pytest

from limpid import Sequential, layers, optimizers, utils
from limpid.errors import ConfigError
from limpid.explanations import step_sizes
from limpid.models import Model


def linear(rate):
    """Return a network of one kernel of twos."""
    model = Sequential([layers.Input((3,)), layers.Dense(1, use_bias=False)])
    model.compile(optimizers.SGD(rate), "mse")
    model.set_weights([np.full((3, 1), 2.0, np.float32)])
    return model


def test_lengths_are_those_worked_by_hand():
    x = np.array([[1.0, 0, 0], [0, 2, 0]], np.float32)
    y = np.zeros((2, 1), np.float32)
    [size] = step_sizes(linear(0.5), x, y)
    gradient = 2 * x.T @ (x @ np.full((3, 1), 2.0)) / 2
    assert size.gradient == pytest.approx(gradient)
    assert size.gradient_norm == pytest.approx(np.sqrt(4 + 64))
    assert size.weight_norm == pytest.approx(np.sqrt(12))
    assert size.update_norm == pytest.approx(0.5 * np.sqrt(68))
    assert size.ratio == pytest.approx(0.5 * np.sqrt(68 / 12))


@pytest.mark.parametrize(
    ("rate", "verdict"), [(1e-6, "small"), (4e-4, "healthy"), (0.1, "large")]
)
def test_a_thousandth_is_healthy(rate, verdict):
    """TBD-08."""
    x, y = np.ones((4, 3), np.float32), np.zeros((4, 1), np.float32)
    [size] = step_sizes(linear(rate), x, y)
    assert size.verdict == verdict


def test_weights_of_zero_have_no_ratio():
    model = Sequential([layers.Input((2,)), layers.Dense(2)])
    model.compile("sgd", "mse")
    kernel, bias = step_sizes(model, np.ones((3, 2)), np.ones((3, 2)))
    assert np.isnan(bias.ratio)
    assert bias.verdict == "unknown"
    assert kernel.verdict in {"small", "healthy", "large"}


def branched():
    """Return a functional model with two paths and dropout."""
    inputs = layers.Input((4,))
    left, right = (layers.Dense(3, "relu")(inputs) for _ in range(2))
    return Model(inputs, layers.Dropout(0.5)(layers.Add()([left, right])))


def test_any_model_is_measured_and_trains_on_as_if_it_were_not():
    x, y = (np.random.default_rng(0).normal(size=(8, n)) for n in (4, 3))
    ends = []
    for measured in (True, False):
        utils.set_random_seed(0)
        model = branched()
        model.compile("adam", "mse")
        for _ in range(3):
            if measured:
                assert len(step_sizes(model, x, y)) == 4
            model.train_on_batch(x, y)
        ends.append(model.get_weights())
    for one, other in zip(*ends, strict=True):
        assert np.array_equal(one, other)


def test_model_that_is_not_compiled_is_refused():
    model = Sequential([layers.Input((2,)), layers.Dense(2)])
    with pytest.raises(ConfigError, match="compile"):
        step_sizes(model, np.ones((3, 2)), np.ones((3, 2)))
