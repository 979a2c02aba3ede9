"""The activation explorer in the browser: its numbers are limpid's own."""

import re

from tests.studio.pages.reading import number, shown

from limpid.studio.screens.activation_explorer import (
    ActivationExplorer,
    ActivationExplorerState,
)


def library(steps=0, **state):
    screen = ActivationExplorer(ActivationExplorerState(**state))
    screen.advance_to(steps)
    return screen


def test_dragged_x_shows_limpids_values_and_slopes(visit):
    page = visit("activation_explorer")
    plot = page.get_by_role("slider", name=re.compile("move along x"))
    plot.focus()
    for _ in range(15):
        plot.press("ArrowLeft")
    page.get_by_role("heading", name="All of them at x = −0.5").wait_for()
    own = library(x=-0.5).show().chosen
    assert number(page, "value") == shown(own.value)
    assert number(page, "slope") == shown(own.slope)
    box = plot.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 30, box["y"] + 60, steps=4)
    page.mouse.up()
    page.get_by_text("Saturated here").wait_for()
    # The drag's last number is shown, and will not come in while another is typed.
    end = plot.get_attribute("aria-valuenow")
    page.wait_for_url(re.compile(rf"x={re.escape(end)}"))
    page.get_by_label("x", exact=True).fill("-2")
    page.get_by_label("x", exact=True).press("Tab")
    row = page.get_by_role("row", name=re.compile("^leaky relu −0.2"))
    row.get_by_role("button").click()
    page.get_by_text("leaky relu and its slope").wait_for()


def test_stack_shows_limpids_warnings_gradients_and_loss(visit):
    page = visit("activation_explorer?depth=20&at=2")
    screen = library(2, depth=20)
    own = screen.show()
    warnings = page.get_by_role("group", name="Warnings")
    assert own.warnings[0].replace("_", " ") in warnings.inner_text()
    page.get_by_text("The numbers, layer by layer").click()
    for layer in (0, 19):
        assert number(page, f"norm/{layer}") == shown(
            own.layers[layer].gradient_norm, 3
        )
    text = page.get_by_role("region", name="Training").inner_text()
    assert f"loss {screen.loss():.4g}" in text


def test_own_formula_has_a_derivation_and_a_bad_one_is_refused(visit):
    page = visit(
        'activation_explorer?activation="own"&formula="x^2"&x=3&depth=3&width=8'
    )
    assert (number(page, "value"), number(page, "slope")) == (9, 6)
    page.locator('[data-number="slope"]').click()
    region = page.get_by_role("region", name="Derivation")
    region.get_by_text("central difference").wait_for()
    page.get_by_label("f(x)", exact=True).fill("x + q")
    page.get_by_label("f(x)", exact=True).press("Tab")
    page.get_by_role("alert").get_by_text("holds 'q'").wait_for()
    assert number(page, "value") == 9
    page.get_by_label("Compare all initializers").check()
    page.get_by_role("slider", name=re.compile("weight gradient")).wait_for()


def test_gradient_is_seen_to_vanish_with_depth(visit):
    """THY-04."""
    page = visit("activation_explorer?depth=2&width=16")
    page.get_by_label("Compare depths").check()
    own = library(depths=True, depth=2, width=16).show().depths
    page.locator('[data-number="ratio/0/2"]').click()
    page.get_by_role("region", name="Derivation").get_by_text("20 layers").wait_for()
    for i in range(len(own.names)):
        for j in range(3):
            assert number(page, f"ratio/{i}/{j}") == shown(own.ratios[i, j], 3)
