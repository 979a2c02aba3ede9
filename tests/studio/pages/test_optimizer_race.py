"""The race in the browser: its numbers are limpid's own."""

import re

from tests.studio.pages.reading import number, shown

from limpid.studio.screens._optimizer_race_state import Racer
from limpid.studio.screens.optimizer_race import OptimizerRace, OptimizerRaceState


def library(position=0, /, **state):
    screen = OptimizerRace(OptimizerRaceState(**state))
    screen.advance_to(position)
    return screen.show()


def test_places_are_limpids_own_step_by_step(visit):
    """OPT-13."""
    page = visit("optimizer_race?at=1")
    page.get_by_role("button", name="Step one step").click()
    page.get_by_text("step 2", exact=True).wait_for()
    for i, run in enumerate(library(2).runs):
        assert number(page, f"x/{i}") == shown(run.x, digits=3)
        assert number(page, f"height/{i}") == shown(run.height, digits=3)
    page.locator('[data-number="x/6"]').click()
    region = page.get_by_role("region", name="Derivation")
    region.get_by_text("x of Adam").wait_for()
    assert "central difference" in region.inner_text()
    page.get_by_label("Lesson").select_option("Rates: small, right, large")
    page.get_by_role("button", name="Take SGD 1.05 out").wait_for()
    assert page.get_by_label("Stop after steps").input_value() == "60"


def test_start_is_moved_by_keys_and_pointer(visit):
    page = visit('optimizer_race?surface="bowl"&start=[1,1]')
    surface = page.get_by_role("application")
    surface.focus()
    surface.press("ArrowRight")
    surface.press("ArrowRight")
    left, right = library(surface="bowl").window[:2]
    place = f"{1 + 0.04 * (right - left):g}, 1. Arrow"
    page.get_by_role("application", name=place).wait_for()
    box = surface.bounding_box()
    page.mouse.click(box["x"] + 60, box["y"] + box["height"] - 60)
    page.get_by_role("application", name=re.compile("start at −.*, −")).wait_for()
    assert number(page, "x/0") == number(page, "x/3") < 0


def test_diverging_racer_is_said_in_words_and_a_word_for_a_rate_refused(visit):
    page = visit(
        'optimizer_race?surface="bowl"&racers=[{"kind":"sgd"},{"kind":"adam"}]'
    )
    page.get_by_label("Learning rate of Adam").fill("fast")
    page.get_by_label("Learning rate of Adam").press("Tab")
    assert "no number" in page.get_by_role("alert").inner_text()
    page.get_by_label("Learning rate of SGD").fill("1.5")
    page.get_by_label("Learning rate of SGD").press("Tab")
    page.wait_for_url(re.compile("1.5"))
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_text(re.compile(r"diverged: .* the rate 1.5 is too large")).wait_for()


def test_own_formula_is_raced_on_and_a_bad_one_refused(visit):
    page = visit('optimizer_race?surface="own"&formula="x^2 + 4*y^2"&at=5')
    run = library(5, surface="own", formula="x^2 + 4*y^2").runs[2]
    assert number(page, "y/2") == shown(run.y, digits=3)
    page.get_by_label("Height, of x and y").fill("x / 0")
    page.get_by_label("Height, of x and y").press("Tab")
    page.get_by_role("alert").get_by_text("nowhere a finite number").wait_for()


def test_schedule_is_drawn_and_used_and_a_step_timed(visit):
    """SCH-08."""
    page = visit('optimizer_race?racers=[{"kind":"sgd"}]')
    schedule = page.get_by_role("combobox", name="Schedule", exact=True)
    schedule.select_option("exponential")
    page.get_by_label("Decay rate").wait_for()
    page.get_by_role("button", name="Step one step").click()
    page.get_by_text("step 1", exact=True).wait_for()
    own = library(1, schedule="exponential", racers=(Racer("sgd"),))
    assert number(page, "x/0") == shown(own.runs[0].x, digits=3)
    plot = page.get_by_role("slider", name=re.compile("Rate of SGD"))
    assert f"used {own.detail.rates[0]:.4g}" in plot.get_attribute("aria-valuetext")
    page.get_by_role("button", name="Measure the time").click()
    page.get_by_text("Microseconds a step").wait_for()


def test_descent_in_one_dimension_is_drawn_on_its_curve(visit):
    """OPT-14: the lesson oversteps and comes back; keys move the start."""
    page = visit("optimizer_race")
    page.get_by_label("Lesson").select_option("Overstepping and coming back")
    curve = page.get_by_role("slider", name=re.compile("Height along x"))
    curve.wait_for()
    page.get_by_role("button", name="Step one step").click()
    page.get_by_text("step 1", exact=True).wait_for()
    assert [number(page, f"x/{i}") for i in range(3)] == [0.6, 5.4, 6.6]
    curve.press("ArrowRight")
    page.locator('[aria-valuetext^="x 0.24: height 7.5"]').wait_for()
