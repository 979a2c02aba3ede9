"""Single steps against numbers worked from the papers."""

import numpy as np
import pytest

from limpid.errors import ArgumentError, ConfigError
from limpid.graph import Variable
from limpid.optimizers import (
    SGD,
    Adadelta,
    Adafactor,
    Adagrad,
    Adam,
    AdamW,
    Lamb,
    Optimizer,
    RMSprop,
)
from limpid.optimizers.schedules import ExponentialDecay

# Three updates from 1.0 with gradients 0.1, -0.2, 0.3; rate 0.1. The papers' epsilons
# differ in size and place, so that they are left out here, but for Adadelta's.
THREE_STEPS = [
    (SGD(0.1), [0.99, 1.01, 0.98]),
    (SGD(0.1, momentum=0.9), [0.99, 1.001, 0.9809]),
    (SGD(0.1, momentum=0.9, nesterov=True), [0.981, 1.0109, 0.96281]),
    (Adagrad(0.1, 0.0, epsilon=0.0), [0.9, 0.989442725, 0.909264355]),
    (RMSprop(0.1, rho=0.9, epsilon=0.0), [0.683772334, 0.969486579, 0.710422721]),
    (Adadelta(1.0, 0.95, 1e-6), [0.9955323295, 1.0012136966, 0.9943737669]),
    (Adam(0.1, epsilon=0.0), [0.90000001, 0.9366103604, 0.9022862539]),
]


@pytest.mark.parametrize(("optimizer", "values"), THREE_STEPS)
def test_three_steps_of_the_lecture(optimizer, values):
    weight = Variable(1.0, dtype="float64")
    got = []
    for gradient in (0.1, -0.2, 0.3):
        optimizer.apply([np.float64(gradient)], [weight])
        got.append(weight.item())
    np.testing.assert_allclose(got, values, rtol=2e-7)


@pytest.mark.parametrize("size", [1e-2, 1.0, 1e4])
def test_first_step_of_adam_has_the_size_of_the_learning_rate(size):
    weight = Variable(0.0, dtype="float64")
    Adam(0.125).apply([np.float64(size)], [weight])
    assert weight.item() == pytest.approx(-0.125, rel=2e-3)


def test_effective_rate_of_adagrad_never_grows():
    weight, optimizer = Variable(0.0, dtype="float64"), Adagrad(1.0)
    rng = np.random.default_rng(0)
    rates = []
    for gradient in rng.normal(size=50):
        before = weight.item()
        optimizer.apply([gradient], [weight])
        rates.append((before - weight.item()) / gradient)
    assert (np.diff(rates) < 0).all()


def test_momentum_needs_fewer_steps_in_a_ravine():
    def steps(optimizer):
        w = Variable([1.0, 1.0], dtype="float64")
        curvature = np.array([1.0, 100.0])
        for step in range(5000):
            if np.abs(w.numpy()).max() < 1e-6:
                return step
            optimizer.apply([curvature * w.numpy()], [w])
        return 5000

    assert steps(SGD(0.01, momentum=0.9)) < steps(SGD(0.01)) / 2


def test_clipped_steps_are_bounded():
    huge = np.array([3e20, 4e20])
    for optimizer, want in (
        (SGD(1.0, clipnorm=5.0), [-3.0, -4.0]),
        (SGD(1.0, clipvalue=5.0), [-5.0, -5.0]),
        (SGD(1.0, global_clipnorm=10.0), [-6.0, -8.0]),
    ):
        weight = Variable([0.0, 0.0], dtype="float64")
        optimizer.apply([huge], [weight])
        np.testing.assert_allclose(weight.numpy(), want)


def test_schedule_sets_the_rate_of_each_step():
    weight = Variable(0.0, dtype="float64")
    optimizer = SGD(ExponentialDecay(1.0, decay_steps=1, decay_rate=0.5))
    values = []
    for _ in range(3):
        optimizer.apply([np.float64(-1.0)], [weight])
        values.append(weight.item())
    assert values == [1.0, 1.5, 1.75]


def test_new_rate_takes_effect_at_the_next_step():
    weight, optimizer = Variable(0.0, dtype="float64"), SGD(1.0)
    optimizer.apply([np.float64(1.0)], [weight])
    optimizer.learning_rate = 0.25
    optimizer.apply([np.float64(1.0)], [weight])
    assert weight.item() == -1.25


def test_weight_decay_stands_apart_from_the_gradient():
    weight = Variable(1.0, dtype="float64")
    AdamW(0.5, weight_decay=0.25).apply([np.float64(0.0)], [weight])
    assert weight.item() == 0.875


def test_own_optimizer_takes_a_few_lines():
    class SignDescent(Optimizer):
        def init(self, weight):
            return {}

        def update(self, weight, gradient, state, step, rate):
            return weight - rate * (gradient / abs(gradient)), {}

    weight = Variable([1.0, 1.0])
    SignDescent(learning_rate=0.5).apply([np.array([3.0, -0.1], "float32")], [weight])
    np.testing.assert_array_equal(weight.numpy(), [0.5, 1.5])


@pytest.mark.parametrize(
    ("kind", "settings", "message"),
    [
        (SGD, {"learning_rate": -1.0}, "expected a number >= 0"),
        (Adam, {"learning_rate": float("nan")}, "expected a number >= 0"),
        (Adam, {"beta_1": 1.0}, "from 0 up to"),
        (SGD, {"momentum": 2.0}, "expected 0 to 1"),
        (SGD, {"clipnorm": -1.0}, "must not be negative"),
        (SGD, {"clipnorm": 1.0, "clipvalue": 1.0}, "Give one of"),
        (SGD, {"momentun": 0.9}, "did you mean 'momentum'"),  # typos: ignore
    ],
)
def test_wrong_settings_are_refused(kind, settings, message):
    with pytest.raises((ConfigError, ArgumentError), match=message):
        kind(**settings)


def test_learning_rate_of_a_schedule_is_the_present_one():
    optimizer = SGD(ExponentialDecay(0.1, decay_steps=1, decay_rate=0.5))
    weight = Variable([1.0])
    rates = []
    for _ in range(3):
        rates.append(float(optimizer.learning_rate))
        optimizer.apply([np.ones(1)], [weight])
    assert rates == pytest.approx([0.1, 0.05, 0.025])
    assert isinstance(optimizer.get_config()["learning_rate"], ExponentialDecay)
    with pytest.raises(ConfigError, match="follows a schedule"):
        optimizer.learning_rate = 0.1
    optimizer.learning_rate = ExponentialDecay(8.0, decay_steps=1, decay_rate=0.5)
    assert float(optimizer.learning_rate) == pytest.approx(1.0)


def test_step_of_lamb_is_the_rate_times_the_weights_length():
    weight = Variable(np.array([3.0, 4.0]), dtype="float64")
    Lamb(0.1).apply([np.array([0.2, -5.0])], [weight])
    assert np.linalg.norm(weight.numpy() - [3, 4]) == pytest.approx(0.5, rel=1e-6)


def test_adafactor_keeps_a_number_for_each_row_and_column():
    optimizer, weight = Adafactor(), Variable(np.ones((30, 20)))
    optimizer.build([weight])
    (state,) = optimizer.states.values()
    assert sum(v.size for v in state.values()) == 50
