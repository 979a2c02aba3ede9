"""Surfaces lie where their sources say; optimizers walk them by their formulas."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limpid import optimizers, surfaces
from limpid.errors import ConfigError
from limpid.schedules import ExponentialDecay
from limpid.surfaces import Surface, descend

SURFACES = {
    name: surface
    for name in surfaces.__all__
    if isinstance(surface := getattr(surfaces, name), Surface)
}
RACERS = [
    optimizers.SGD(0.001), optimizers.SGD(0.001, momentum=0.9),
    optimizers.SGD(0.001, momentum=0.9, nesterov=True), optimizers.Adagrad(0.5),
    optimizers.Adadelta(1.0), optimizers.RMSprop(0.01), optimizers.Adam(0.1),
]  # fmt: skip


@pytest.mark.parametrize("name", SURFACES)
def test_minima_are_flat_and_nothing_near_lies_lower(name):
    surface = SURFACES[name]
    offsets = np.random.default_rng(0).normal(size=(2, 200)) * 0.05
    for x, y in surface.minima:
        found = descend(surface, "sgd", start=(x, y), steps=1)
        assert np.abs(found.gradients[0]).max() < 1e-9
        around = surface(x + offsets[0], y + offsets[1]).numpy()
        assert around.min() >= found.heights[0] - 1e-12


@pytest.mark.parametrize("name", SURFACES)
def test_start_and_minima_are_inside_the_window(name):
    left, right, bottom, top = SURFACES[name].window
    for x, y in (SURFACES[name].start, *SURFACES[name].minima):
        assert left < x < right
        assert bottom < y < top
    assert SURFACES[name].title


@pytest.mark.parametrize(
    ("name", "at", "height"),
    [("rosenbrock", (0, 0), 1), ("beale", (0, 0), 14.203125),
     ("himmelblau", (0, 0), 170),
     ("saddle", (2, 1), 3), ("rastrigin", (0.5, 0), 20.25)],
)  # fmt: skip
def test_heights_are_the_published_ones(name, at, height):
    assert SURFACES[name](*at).item() == pytest.approx(height, rel=1e-12)


@settings(max_examples=20)
@given(st.sampled_from(sorted(SURFACES)), st.floats(-1.5, 1.5), st.floats(-0.9, 1.5))
def test_recorded_gradients_are_central_differences(name, x, y):
    surface, step = SURFACES[name], 1e-6
    got = descend(surface, "sgd", start=(x, y), steps=1).gradients[0]
    want = [
        (surface(x + step, y) - surface(x - step, y)).item() / (2 * step),
        (surface(x, y + step) - surface(x, y - step)).item() / (2 * step),
    ]
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-5)


def test_plain_descent_takes_the_rate_times_the_gradient():
    found = descend(surfaces.beale, optimizers.SGD(0.01), steps=50)
    np.testing.assert_allclose(found.changes, -0.01 * found.gradients[:-1], rtol=1e-9)
    known = found.effective_rates[~np.isnan(found.effective_rates)]
    np.testing.assert_allclose(known, 0.01, rtol=1e-6)


@pytest.mark.parametrize("racer", RACERS, ids=lambda r: f"{r.name}-{r.get_config()}")
def test_every_racer_of_the_lecture_goes_down_the_valley(racer):
    before = racer.get_config()
    found = descend(surfaces.rosenbrock, racer, steps=100)
    assert found.heights[-1] < found.heights[0]
    assert len(found.positions) == len(found.heights) == 101
    assert racer.get_config() == before
    assert not racer.states


def test_velocity_and_scale_are_the_optimizers_own():
    push = descend(surfaces.ravine, optimizers.SGD(0.001, momentum=0.9), steps=20)
    np.testing.assert_allclose(push.velocity[1:], push.changes, rtol=1e-9)
    assert push.scale is None
    adam = descend(surfaces.ravine, "adam", steps=20)
    want = np.zeros(2)
    for step, slope in enumerate(adam.gradients[:-1]):
        want = 0.999 * want + 0.001 * slope**2
        np.testing.assert_allclose(adam.scale[step + 1], want, rtol=1e-9)
    assert adam.scale[0].tolist() == [0, 0]


def test_momentum_arrives_in_the_ravine_before_plain_descent():
    plain = descend(surfaces.ravine, optimizers.SGD(0.01), steps=300)
    push = descend(surfaces.ravine, optimizers.SGD(0.01, momentum=0.9), steps=300)
    assert push.heights[-1] < 1e-3 * plain.heights[-1]


def test_saddle_is_left_along_y():
    found = descend(surfaces.saddle, optimizers.SGD(0.1), steps=60)
    assert np.abs(found.positions[-1, 0]) < 1e-3
    assert found.heights[-1] < -100


def test_too_large_a_rate_diverges_and_says_so():
    found = descend(surfaces.rosenbrock, optimizers.SGD(1.0), steps=100)
    assert found.diverged
    assert np.isfinite(found.heights).all()
    assert len(found.rates) == len(found.positions) - 1


def test_schedule_shows_in_the_rates():
    schedule = ExponentialDecay(0.1, decay_steps=1, decay_rate=0.5)
    found = descend(surfaces.bowl, optimizers.SGD(schedule), steps=3)
    np.testing.assert_allclose(found.rates, [0.1, 0.05, 0.025])


def test_surface_of_ones_own_may_leave_out_a_coordinate():
    found = descend(Surface("x^4 - x^2"), "adam", start=(0.5, 3), steps=5)
    assert np.all(found.positions[:, 1] == 3)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda: descend(surfaces.bowl, "sgdd"), "did you mean"),
        (lambda: descend(surfaces.bowl, "sgd", start=(1, 2, 3)), "two finite"),
        (lambda: descend(surfaces.bowl, "sgd", steps=0), "1 or more"),
        (lambda: descend(Surface("1/x"), "sgd", start=(0, 0)), "start elsewhere"),
        (lambda: Surface("x +")(1, 2), "no expression"),
    ],
)
def test_races_that_cannot_begin_are_refused(call, reason):
    with pytest.raises(ConfigError, match=reason):
        call()
