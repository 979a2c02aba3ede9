"""The graph stepper in the browser: its numbers are limpid's own."""

import json
import re

import pytest

from limpid.studio.screens._graph_stepper_examples import EXAMPLES
from limpid.studio.screens.graph_stepper import GraphStepper, GraphStepperState

SIGMOID = EXAMPLES[1]


def library(one, at=10**6):
    screen = GraphStepper(state=GraphStepperState(one.expression, one.values))
    screen.advance_to(at)
    return screen


def mark_of(one, **more):
    from urllib.parse import quote

    fields = {"expression": one.expression, "values": one.values, **more}
    return "graph_stepper?" + "&".join(
        f"{name}={quote(json.dumps(value))}" for name, value in fields.items()
    )


def number(page, name):
    text = page.locator(f'[data-number="{name}"]').first.inner_text()
    return float(text.replace("−", "-"))


def node(page, name):
    return page.locator(f'[data-node="{name}"]')


def clock(page, text):
    page.get_by_role("timer").get_by_text(text).wait_for()


def test_every_value_and_gradient_shown_is_that_of_the_library(visit):
    page = visit(mark_of(SIGMOID, at=17))
    for index, one in enumerate(library(SIGMOID).show().nodes):
        if one.gradient is not None:
            value, gradient = float(one.value), float(one.gradient)
            assert number(page, f"value/{index}") == pytest.approx(value, rel=1e-3)
            assert number(page, f"gradient/{index}") == pytest.approx(
                gradient, rel=1e-3
            )
            label = node(page, one.name).get_attribute("aria-label")
            assert f"gradient {one.below}" in label
    assert page.get_by_text("✓ agrees").count() == 13


def test_arrow_keys_walk_forwards_and_back(visit):
    page = visit("graph_stepper")
    page.keyboard.press("ArrowRight")
    clock(page, "1 of 5: forward: q1")
    picture = page.get_by_role("group", name=re.compile("arrow keys"))
    picture.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    clock(page, "4 of 5: backward through f")
    assert "gradient −4" in node(page, "q1").get_attribute("aria-label")
    page.keyboard.press("ArrowLeft")
    clock(page, "3 of 5")
    page.get_by_role("button", name="← Back").click()
    clock(page, "2 of 5: forward: f")
    assert "gradient" not in node(page, "q1").get_attribute("aria-label")


def test_panel_shows_upstream_times_local_and_names_the_role(visit):
    page = visit("graph_stepper?at=4")
    panel = page.get_by_role("region", name="Gate")
    text = panel.inner_text()
    assert "swaps" in text
    assert "−4 × 1 = −4" in text
    assert "3 × 1 = 3" in text
    node(page, "q1").click()
    panel.get_by_text("distributes").wait_for()


def test_leaf_is_clicked_and_edited_and_all_recomputes(visit):
    page = visit("graph_stepper?at=5")
    node(page, "y").click()
    page.get_by_label("Set y").fill("many")
    page.get_by_label("Set y").press("Enter")
    page.get_by_role("alert").get_by_text("is no value").wait_for()
    page.get_by_label("Set y").fill("1/2")
    page.get_by_label("Set y").press("Enter")
    page.locator('[data-number="value/4"]').first.get_by_text(
        "6", exact=True
    ).wait_for()
    assert number(page, "gradient/3") == -1.5
    assert page.locator("[data-moved]").inner_text()


def test_typed_expression_that_divides_by_zero_is_refused_in_place(visit):
    page = visit("graph_stepper")
    field = page.get_by_label("Expression")
    field.fill("1 / (x - x)")
    field.press("Enter")
    page.get_by_role("alert").get_by_text("not finite").wait_for()
    field.fill("x * x + x")
    field.press("Enter")
    clock(page, "0 of 5")
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("status").get_by_text("at its end").wait_for()
    assert number(page, "gradient/0") == 2 * -2 + 1


def test_quiz_hides_until_typed_and_marks(visit):
    page = visit("graph_stepper?quiz=true&at=5")
    assert page.locator('[data-number="gradient/0"]').count() == 0
    field = page.get_by_label("Gradient of x", exact=True)
    field.fill("1")
    field.press("Tab")
    page.get_by_text("That is the local derivative").wait_for()
    field.fill("-4")
    field.press("Tab")
    page.get_by_role("cell").locator('[data-number="gradient/0"]').wait_for()
    page.get_by_text("1 right of 7").wait_for()
    assert "?" in node(page, "f").get_attribute("aria-label")


def test_number_opens_its_derivation_with_its_check(visit):
    page = visit(mark_of(EXAMPLES[4], at=5))
    page.locator('[data-number="gradient/0"]').first.click()
    text = page.get_by_role("region", name="Derivation").inner_text()
    assert "one part for each use" in text
    assert "3 + 3 + 1" in text
    assert "central difference" in text


def test_example_and_small_network_are_picked(visit):
    page = visit("graph_stepper")
    page.get_by_label("Example").select_option(label="Add, multiply and max gates")
    node(page, "w").wait_for()
    page.get_by_text("A small network").click()
    page.get_by_label("Inputs and units").fill("2, 9, 1")
    page.get_by_role("button", name="Draw it").click()
    page.get_by_role("alert").get_by_text("1 to 4 layers").wait_for()
    page.get_by_label("Inputs and units").fill("2 3 1")
    page.get_by_role("button", name="Draw it").click()
    node(page, "W2").wait_for()
    assert "1×3" in node(page, "W2").get_attribute("aria-label")
