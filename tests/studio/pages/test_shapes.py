"""Shapes in the browser: their numbers are limpid's own."""

import re

from tests.studio.pages.reading import number, shown

from limpid.studio.screens.shapes import Shapes, ShapesState


def library(hundreds=0, **state):
    screen = Shapes(ShapesState(**state))
    screen.advance_to(hundreds)
    return screen.show()


def test_parameters_are_dragged_and_typed(visit):
    """NEU-13."""
    page = visit("shapes?starts=1&units=2")
    assert number(page, "single") == shown(0.6165665045213193, 6)
    assert number(page, "multi") == shown(0.7740673733894485, 6)
    page.get_by_label("θ2, as a slider").press("ArrowRight")
    page.get_by_label("θ8", exact=True).fill("2.5")
    page.get_by_label("θ8", exact=True).press("Tab")
    theta = (0.1, -0.2, 0.4, 0.4, 0.5, -0.6, 0.7, 0.8, 2.5)
    own = library(theta=theta, starts=1, units=2).hand.at
    text = f"{own[1]:.6g}".replace("-", "−")
    page.locator('[data-number="multi"]').get_by_text(text, exact=True).wait_for()
    assert number(page, "single") == shown(own[0], 6)
    page.locator('[data-number="multi"]').click()
    page.get_by_role("region", name="Derivation").get_by_text("gate by gate").wait_for()


def test_network_learns_the_shape_and_a_bad_formula_is_refused(visit):
    """THY-01, THY-02."""
    page = visit("shapes?starts=2&at=9")
    page.get_by_role("button", name="Step one hundred steps").click()
    page.get_by_text("step 1,000", exact=True).wait_for()
    own = library(10, starts=2)
    for i in range(2):
        assert number(page, f"error/{i}") == shown(own.errors[i], 3)
    assert number(page, "largest") == shown(own.errors.min(), 3)
    page.get_by_label("Lesson").select_option("A surface of x and y")
    page.get_by_role("img", name="the network over x and y").wait_for()
    page.get_by_role("combobox", name="Shape").select_option("own")
    page.get_by_label("Height, of x (and y)").fill("1/x")
    page.get_by_label("Height, of x (and y)").press("Tab")
    page.get_by_role("alert").get_by_text(re.compile("not finite")).wait_for()
