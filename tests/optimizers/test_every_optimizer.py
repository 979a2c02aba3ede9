"""What every optimizer must keep; each is found by its folder."""

import inspect

import numpy as np
import pytest
from tests.common import oracles
from tests.common.optimizers import gradients, start, variables

import limpid
from limpid import catalog
from limpid.graph import Variable
from limpid.optimizers import Optimizer

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")

OPTIMIZERS = {
    name: kind
    for name, kind in catalog.every("optimizers").items()
    if inspect.isclass(kind) and kind is not Optimizer
}
NAMES = sorted(OPTIMIZERS)

# Settings beyond the defaults that Keras knows, too.
SETTINGS = [
    *((name, {}) for name in NAMES),
    *((name, {"weight_decay": 0.1}) for name in NAMES),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("RMSprop", {"momentum": 0.5}),
    ("RMSprop", {"centered": True, "momentum": 0.5}),
    ("Adam", {"amsgrad": True}),
    ("Adagrad", {"initial_accumulator_value": 0.5}),
    ("Adam", {"clipnorm": 0.5}),
    ("Adam", {"clipvalue": 0.5}),
    ("Adam", {"global_clipnorm": 0.5}),
    ("SGD", {"global_clipnorm": 0.5, "weight_decay": 0.1}),
]


def run(optimizer, weights, rows):
    for row in rows:
        optimizer.apply(row, weights)
    return [w.numpy() for w in weights]


@pytest.mark.parametrize(("name", "settings"), SETTINGS)
def test_ten_steps_agree_with_keras(name, settings):
    keras = oracles.keras()
    theirs = [keras.Variable(value, dtype="float64") for value in start()]
    keras_optimizer = getattr(keras.optimizers, name)(learning_rate=0.01, **settings)
    for row in gradients(10):
        tensors = [keras.ops.convert_to_tensor(g) for g in row]
        keras_optimizer.apply(tensors, theirs)
    ours = run(
        OPTIMIZERS[name](learning_rate=0.01, **settings), variables(), gradients(10)
    )
    for mine, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(
            mine, oracles.from_keras(other.value), rtol=2e-6, atol=1e-7
        )


@pytest.mark.parametrize("name", NAMES)
def test_defaults_are_those_of_keras(name):
    keras = oracles.keras()
    theirs = getattr(keras.optimizers, name)().get_config()
    ours = OPTIMIZERS[name]().get_config()
    for key in ours.keys() - {"name"}:
        # Keras writes None as False in places, and the rate in float32.
        assert (ours[key] or 0) == pytest.approx(theirs[key] or 0, rel=1e-6), key


@pytest.mark.parametrize("name", NAMES)
def test_descends_a_bowl(name):
    # Adadelta steps in the unit of the weights and starts slowly.
    rate = 30.0 if name == "Adadelta" else 0.1 if name == "Adagrad" else 0.02
    optimizer = OPTIMIZERS[name](learning_rate=rate)
    w = Variable([1.0, -2.0], dtype="float64")
    for _ in range(200):
        optimizer.apply([2 * w.numpy()], [w])
    assert np.abs(w.numpy()).sum() < 1.2


@pytest.mark.parametrize("name", NAMES)
def test_zero_gradient_does_no_harm(name):
    optimizer = OPTIMIZERS[name](weight_decay=None)
    weights = variables()
    after = run(optimizer, weights, [[np.zeros(w.shape) for w in weights]] * 3)
    for got, want in zip(after, start(), strict=True):
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("name", NAMES)
def test_huge_and_tiny_gradients_keep_weights_finite(name):
    optimizer = OPTIMIZERS[name](learning_rate=1e-3)
    weight = Variable(np.ones(3), dtype="float32")
    for size in (1e15, 1e-30, 0.0):
        optimizer.apply([np.array([size, -size, 0.0], "float32")], [weight])
        assert np.isfinite(weight.numpy()).all()


@pytest.mark.parametrize("name", NAMES)
def test_saved_state_goes_on_bit_for_bit(name):
    rows = gradients(6)
    whole = run(OPTIMIZERS[name](), variables(), rows)
    first = OPTIMIZERS[name]()
    half = run(first, variables(), rows[:3])
    second = OPTIMIZERS[name].from_config(first.get_config())
    weights = variables()
    second.build(weights)
    for weight, value in zip(weights, half, strict=True):
        weight.assign(value)
    for path, variable in second.paths().items():
        variable.assign(first.paths()[path].numpy())
    for got, want in zip(run(second, weights, rows[3:]), whole, strict=True):
        np.testing.assert_array_equal(got, want)


@pytest.mark.parametrize("name", NAMES)
def test_compiled_step_is_the_eager_one(name):
    optimizer, weights = OPTIMIZERS[name](), variables()
    compiled = limpid.compile(lambda *row: optimizer.apply(row, weights))
    for row in gradients(4):
        compiled(*row)
    want = run(OPTIMIZERS[name](), variables(), gradients(4))
    for got, other in zip(weights, want, strict=True):
        np.testing.assert_allclose(got.numpy(), other, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", NAMES)
def test_config_makes_an_equal_optimizer(name):
    optimizer = OPTIMIZERS[name](learning_rate=0.125, clipnorm=1.0)
    copy = catalog.deserialize(catalog.serialize(optimizer))
    assert copy.get_config() == optimizer.get_config()


@pytest.mark.parametrize("name", NAMES)
def test_name_in_lower_case_finds_it(name):
    assert isinstance(catalog.resolve("optimizers", name.lower()), OPTIMIZERS[name])
