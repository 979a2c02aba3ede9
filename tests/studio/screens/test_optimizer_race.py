"""The race's numbers, against formulas and the code that it prints."""

import numpy as np
import pytest

from limpid.errors import LimpidError
from limpid.optimizers import SGD
from limpid.studio.screens._optimizer_race_state import Racer
from limpid.studio.screens.optimizer_race import OptimizerRace, OptimizerRaceState
from limpid.surfaces import bowl, descend

SCHEDULES = (
    "constant", "step", "exponential", "inverse_time", "polynomial", "cosine",
    "cosine_restarts", "warm_up_cosine",
)  # fmt: skip


def race(position=0, /, **state):
    screen = OptimizerRace(OptimizerRaceState(**state))
    screen.advance_to(position)
    return screen


def test_plain_descent_is_numpys():
    screen = race(40, racers=(Racer("sgd", 0.001),))
    x, y = screen.start
    for _ in range(40):
        gx = -2 * (1 - x) - 400 * x * (y - x**2)
        x, y = x - 0.001 * gx, y - 0.001 * 200 * (y - x**2)
    [run] = screen.show().runs
    assert (run.x, run.y) == pytest.approx((x, y), rel=1e-9)
    assert run.height == pytest.approx((1 - x) ** 2 + 100 * (y - x**2) ** 2, rel=1e-9)


def test_momentum_is_numpys():
    screen = race(25, surface="bowl", racers=(Racer("momentum", 0.05),))
    place, velocity = np.array(screen.start), np.zeros(2)
    for _ in range(25):
        slope = np.array(descend(bowl, "sgd", start=place, steps=1).gradients[0])
        velocity = 0.9 * velocity - 0.05 * slope
        place = place + velocity
    view = screen.show()
    assert (view.runs[0].x, view.runs[0].y) == pytest.approx(place, rel=1e-9)
    assert view.detail.push == pytest.approx(velocity, rel=1e-9)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_rates_used_are_the_sketch(schedule):
    """SCH-08: the curve equals the rates really used."""
    view = race(100, schedule=schedule, steps=199, decay_steps=40).show()
    used = view.detail.rates[:100]
    assert view.sketch_steps.tolist() == list(range(200))
    assert used == pytest.approx(view.sketch[:100], rel=1e-6, abs=1e-12)


def test_warm_up_rises_then_falls_below_its_start():
    """OPT-16: small first, then larger, and smaller at the end."""
    view = race(
        schedule="warm_up_cosine", steps=199, warmup_steps=50, decay_steps=100
    ).show()
    assert view.sketch.argmax() == 50
    assert view.sketch[-1] <= view.sketch[0] + 1e-12


@pytest.mark.parametrize(
    "state",
    [{}, {"surface": "himmelblau", "schedule": "step", "start": (1.0, -2.0)},
     {"surface": "own", "formula": "x^2 + sin(y)", "schedule": "warm_up_cosine"}],
    ids=str,
)  # fmt: skip
def test_printed_program_ends_at_the_same_places(state):
    screen, names = race(15, **state), {}
    exec(screen.code(), names)  # noqa: S102 - it is what the test is about
    for run, racer in zip(screen.show().runs, names["racers"], strict=True):
        path = descend(names["surface"], racer, start=screen.start, steps=15)
        assert path.positions[-1].tolist() == [run.x, run.y]


def test_small_right_and_large_rates_are_told_apart():
    """OPT-10: slow, arriving, diverging, the last one in words and without NaN."""
    racers = tuple(Racer("sgd", rate) for rate in (0.001, 0.4, 1.2))
    screen = race(200, surface="bowl", racers=racers)
    slow, right, large = (run.says for run in screen.show().runs)
    assert slow == "on its way"
    assert right.startswith("at a lowest point")
    assert "1.2 is too large" in large
    assert all(np.isfinite(run.heights).all() for run in screen.show().runs)


def test_race_stops_when_all_have_left():
    screen = race(100, racers=(Racer("sgd", 1.0),))
    assert "left for infinity" in screen.stop_reason()


def test_momentum_leaves_the_poor_valley_and_plain_descent_does_not():
    """OPT-18."""
    racers = (Racer("sgd", 0.02), Racer("momentum", 0.02))
    stuck, free = race(300, surface="two_wells", racers=racers).show().runs
    assert "not the lowest" in stuck.says
    assert free.says.startswith("at a lowest point")


@pytest.mark.parametrize(
    ("formula", "words"),
    [("x^2 + y^2", "minimum"), ("-x^2 - 2*y^2", "maximum"), ("x^2 - y^2", "saddle"),
     ("x + y", "Flat")],
)  # fmt: skip
def test_second_derivatives_tell_the_shape(formula, words):
    """OPT-02."""
    assert words in race(surface="own", formula=formula).show().detail.place


def test_effective_rate_of_adagrad_never_grows():
    """OPT-12."""
    detail = race(60, surface="bowl", racers=(Racer("adagrad"),)).show().detail
    known = detail.effective[:60, 0]
    assert np.all(np.diff(known[np.isfinite(known)]) <= 1e-12)


def test_every_derivation_ends_where_the_racer_stands():
    screen = race(7)
    view = screen.show()
    for i, run in enumerate(view.runs):
        assert screen.derive(f"height/{i}").lines[-1].value == pytest.approx(run.height)
        found = screen.derive(f"x/{i}")
        assert found.lines[-1].value == run.x
        assert found.gradient == pytest.approx(found.check, rel=1e-5, abs=1e-6)


def test_earlier_moment_is_the_same_after_going_on():
    screen = race(10)
    kept, before = screen.capture(), screen.show().runs[3]
    screen.advance_to(50)
    screen.restore(kept)
    after = screen.show().runs[3]
    assert (before.x, before.y, len(after.steps)) == (after.x, after.y, 11)


def test_racers_share_their_start_and_tell_their_rates_apart():
    screen = race(racers=(Racer("sgd", 0.1), Racer("sgd", 0.2), Racer("adam")))
    view = screen.show()
    assert {(run.x, run.y) for run in view.runs} == {tuple(view.start)}
    assert [run.name for run in view.runs] == ["SGD 0.1", "SGD 0.2", "Adam"]


def test_measured_times_are_positive():
    times = race(racers=(Racer("sgd", 1e-5), Racer("adam"))).seconds_per_step()
    assert len(times) == 2
    assert min(times) > 0


@pytest.mark.parametrize(
    ("state", "sentence"),
    [({"formula": "x*z"}, "holds 'z'"), ({"formula": "(x"}, "is no expression"),
     ({"formula": "log(x)"}, "start elsewhere"), ({"formula": "0/0*x"}, "nowhere"),
     ({"start": (1e9, 0.0)}, "too far"), ({"start": (float("nan"), 0.0)}, "finite")],
)  # fmt: skip
def test_bad_input_is_refused_in_a_sentence(state, sentence):
    with pytest.raises(LimpidError, match=sentence):
        race(surface="own", **state)


def test_own_surface_is_the_default_of_sgd_too():
    screen = race(3, surface="own", formula="x^2 + y^2", racers=(Racer("sgd", 0.25),))
    want = descend(screen.surface, SGD(0.25), start=screen.start, steps=3)
    assert screen.show().runs[0].x == want.positions[-1][0]


@pytest.mark.parametrize(
    ("rate", "places"),
    [(0.1, [0, 0.6, 1.08, 1.464, 1.7712, 2.01696]), (0.5, [0, 3, 3, 3, 3, 3]),
     (0.9, [0, 5.4, 1.08, 4.536, 1.7712, 3.98304]), (1, [0, 6, 0, 6, 0, 6]),
     (1.1, [0, 6.6, -1.32, 8.184, -3.2208, 10.46496])],
)  # fmt: skip
def test_places_on_the_curve_are_the_lectures(rate, places):
    """OPT-14: each step multiplies the distance to 3 by 1 - 2r."""
    view = race(5, surface="parabola", racers=(Racer("sgd", rate),)).show()
    [run] = view.runs
    assert run.positions[:, 0] == pytest.approx(places, abs=1e-12)
    assert run.heights == pytest.approx((run.positions[:, 0] - 3) ** 2)
    assert view.curve.heights == pytest.approx((view.curve.x - 3) ** 2)


def test_own_formula_of_x_alone_is_a_curve_and_one_of_both_is_none():
    assert race(surface="own", formula="x^2 - 1").show().curve is not None
    assert race(surface="own", formula="x^2 + y").show().curve is None


def test_raw_inputs_need_a_hundred_times_the_steps():
    """BAT-10: each at its best rate."""
    x = np.array([[2104, 3], [1600, 3], [2400, 3], [3000, 4]], float)
    y = np.array([400, 330, 369, 540.0])
    scaled = (x - x.mean(0)) / x.std(0)

    def least(x, y):
        return ((x @ np.linalg.lstsq(x, y, rcond=None)[0] - y) ** 2).mean()

    def excess(surface, steps, least):
        state = {"surface": surface, "racers": (Racer("sgd"),), "steps": 20_000}
        heights = race(steps, **state).ways()[0].heights
        return (heights - least) / heights[0]

    arrived = excess("houses_scaled", 40, least(scaled, y - y.mean())) < 1e-3
    steps = int(arrived.argmax())
    assert arrived[steps]
    assert excess("houses", 100 * steps, least(x, y))[-1] > 1e-3
