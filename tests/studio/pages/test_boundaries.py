"""The boundaries in the browser: their numbers are limpid's own."""

import re

from tests.studio.pages.reading import number, shown

from limpid.studio.screens.boundaries import Boundaries, BoundariesState


def library(**state):
    return Boundaries(BoundariesState(**state))


def test_neighbors_are_changed_by_keys_and_points_by_arrows(visit):
    """LIN-07."""
    page = visit("boundaries")
    own = library().show()
    assert number(page, "test") == shown(own.test, 3)
    slider = page.get_by_label(re.compile("Neighbors k"))
    for _ in range(4):
        slider.press("ArrowRight")
    page.get_by_text("Neighbors k: 5").wait_for()
    page.get_by_label("Distance").select_option("manhattan")
    own = library(k=5, metric="manhattan")
    text = f"{own.show().test:.3g}"
    page.locator('[data-number="test"]').get_by_text(text, exact=True).wait_for()
    point = page.locator("[data-point='0']")
    point.focus()
    x1, x2 = own.x[0]
    point.press("Shift+ArrowRight")
    own.move_point(0, x1 + 0.4, x2)
    place = f"{own.x[0][0]:.3g}".replace("-", "−")
    page.locator(f"[data-point='0'][aria-label*='at {place},']").wait_for()
    assert number(page, "train") == shown(own.show().train, 3)


def test_degree_slides_from_too_straight_to_too_curvy(visit):
    """LIN-24."""
    page = visit("boundaries")
    page.get_by_role("button", name=re.compile("Polynomial")).click()
    plot = page.get_by_role("slider", name=re.compile("Share of wrong examples"))
    plot.wait_for()
    for _ in range(3):
        plot.press("ArrowRight")
    state = {"method": "polynomial", "data": "wave", "examples": 100, "noise": 10}
    page.get_by_text(re.compile("Degree 7 has 36 weights")).wait_for()
    own = library(**state, degree=7).show()
    assert number(page, "train") == shown(own.train, 3)
    assert number(page, "test") == shown(own.test, 3)


def test_lines_are_compared_and_the_naive_objective_grows(visit):
    """LIN-20, LIN-21."""
    page = visit('boundaries?method="lines"&data="two groups"&examples=16&scale=10')
    own = library(method="lines", data="two groups", examples=16, scale=10).show()
    assert number(page, "naive") == shown(own.objectives.chosen[0])
    assert number(page, "margin/0") == shown(own.lines[0].margin, 3)
    page.locator('[data-number="naive"]').click()
    page.get_by_role("region", name="Derivation").get_by_text("Σ F(B)").wait_for()
    page.get_by_label("Compare over 50 draws").check()
    page.get_by_text(re.compile(r"In \d+ of 50 draws")).wait_for()
