"""Learning rates over time, against Keras and closed forms."""

import inspect
import math

import numpy as np
import pytest
from tests.common import oracles

from limpid import catalog, schedules
from limpid.errors import ConfigError

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")

EXAMPLES = [
    ("CosineDecay", (0.1, 20), {}),
    ("CosineDecay", (0.1, 20), {"alpha": 0.1}),
    ("CosineDecay", (0.1, 20), {"warmup_target": 0.5, "warmup_steps": 5}),
    ("CosineDecayRestarts", (0.1, 4), {}),
    ("CosineDecayRestarts", (0.1, 5), {"t_mul": 1.0, "m_mul": 0.9, "alpha": 0.1}),
    ("ExponentialDecay", (0.1, 10, 0.5), {}),
    ("ExponentialDecay", (0.1, 10, 0.5), {"staircase": True}),
    ("InverseTimeDecay", (0.1, 10, 0.5), {}),
    ("InverseTimeDecay", (0.1, 10, 0.5), {"staircase": True}),
    ("PiecewiseConstantDecay", ([5, 10], [1.0, 0.5, 0.1]), {}),
    ("PolynomialDecay", (0.1, 10), {"power": 2.0}),
    ("PolynomialDecay", (0.1, 10), {"cycle": True, "end_learning_rate": 0.01}),
]
STEPS = [0, 1, 4, 5, 9, 10, 11, 19, 25, 40]


@pytest.mark.parametrize(("name", "args", "settings"), EXAMPLES)
def test_schedule_agrees_with_keras(name, args, settings):
    keras = oracles.keras()
    ours = getattr(schedules, name)(*args, **settings)
    theirs = getattr(keras.optimizers.schedules, name)(*args, **settings)
    for step in STEPS:
        want = float(oracles.from_keras(keras.ops.convert_to_tensor(theirs(step))))
        assert float(ours(step)) == pytest.approx(want, rel=1e-5, abs=1e-8), step


@pytest.mark.parametrize(("name", "args", "settings"), EXAMPLES)
def test_config_makes_an_equal_schedule(name, args, settings):
    schedule = getattr(schedules, name)(*args, **settings)
    copy = catalog.deserialize(catalog.serialize(schedule))
    assert [float(copy(s)) for s in STEPS] == [float(schedule(s)) for s in STEPS]


def test_every_schedule_has_an_example():
    found = catalog.every("schedules").items()
    kinds = {n for n, one in found if inspect.isclass(one)} - {"LearningRateSchedule"}
    assert kinds == {name for name, _, _ in EXAMPLES}


def test_closed_forms_at_five_epochs():
    steps = np.array([0.0, 1, 2, 3, 4])
    falls = {
        schedules.ExponentialDecay(0.5, 2, 0.25): 0.5 * 0.25 ** (steps / 2),
        schedules.InverseTimeDecay(0.5, 1, 2.0): 0.5 / (1 + 2 * steps),
        schedules.CosineDecay(0.5, 8): 0.25 * (1 + np.cos(math.pi * steps / 8)),
    }
    for schedule, want in falls.items():
        np.testing.assert_allclose(schedule(steps).numpy(), want, rtol=1e-12)


def test_step_decay_halves_exactly_at_its_boundaries():
    rate = schedules.PiecewiseConstantDecay([10, 20], [0.4, 0.2, 0.1])
    got = [float(rate(s)) for s in (0, 10, 11, 20, 21)]
    np.testing.assert_array_equal(got, np.float32([0.4, 0.4, 0.2, 0.2, 0.1]))


def test_warm_up_rises_linearly_to_the_set_rate_and_falls():
    schedule = schedules.CosineDecay(0.0, 10, warmup_target=1.0, warmup_steps=4)
    rates = [float(schedule(s)) for s in range(15)]
    assert rates[:5] == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert (np.diff(rates[4:]) < 0).all()


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("PiecewiseConstantDecay", ([1, 2], [0.1, 0.2])),
        ("PiecewiseConstantDecay", ([2, 1], [0.1, 0.2, 0.3])),
        ("PolynomialDecay", (0.1, 0)),
        ("CosineDecayRestarts", (0.1, 5, 0.5)),
    ],
)
def test_wrong_settings_are_refused(name, args):
    with pytest.raises(ConfigError, match="expected"):
        getattr(schedules, name)(*args)


def test_walk_through_starts_large_and_falls_or_rises_first_and_ends_below_its_start():
    first = [float(schedules.walk_through(1, 0.5, 40)(s)) for s in range(41)]
    np.testing.assert_allclose(first, 0.5 * 0.01 ** (np.arange(41) / 40), rtol=1e-6)
    second = [float(schedules.walk_through(2, 0.5, 40)(s)) for s in range(41)]
    np.testing.assert_allclose(second[:11], np.linspace(0.05, 0.5, 11), rtol=1e-6)
    wave = (1 + np.cos(math.pi * np.arange(31) / 30)) / 2
    np.testing.assert_allclose(second[10:], 0.5 * (0.99 * wave + 0.01), rtol=1e-5)
    assert second[-1] < second[0]


def test_walk_through_has_two_methods():
    with pytest.raises(ConfigError, match="methods 1 and 2; there is no 3"):
        schedules.walk_through(3, 0.5, 40)
