"""Fields that are typed into, on screens whose numbers change all the time."""

import re

import pytest
from tests.studio.pages.conftest import PHONE

from limpid.studio.screens.linear_classifier import LinearClassifier


@pytest.fixture
def weight(visit):
    """Return the field of a weight that is being trained, and the page."""
    page = visit("linear_classifier")
    page.get_by_role("button", name="Play", exact=True).click()
    field = page.get_by_label("W[0,0]", exact=True)
    before = field.input_value()
    page.wait_for_function(changed(before), arg=field.element_handle())
    return field, page


def changed(before):
    return f"field => field.value !== {before!r}"


def wait_for_frames(page):
    """Wait until several more frames have been drawn."""
    page.evaluate(
        """async () => {
            const clock = document.querySelector("[role=timer]");
            for (let i = 0; i < 5; i++) await new Promise((done) => {
                const watch = new MutationObserver(() => (watch.disconnect(), done()));
                watch.observe(clock, {characterData: true, subtree: true});
            });
        }"""
    )


def test_text_being_typed_is_not_overwritten_and_enter_takes_it(weight):
    field, page = weight
    field.click(click_count=3)
    for letter in "7777":
        page.keyboard.type(letter)
        wait_for_frames(page)
    assert field.input_value() == "7777"
    page.keyboard.press("Enter")
    page.wait_for_function(changed("7777"), arg=field.element_handle())
    page.get_by_role("button", name="Pause").click()
    page.wait_for_url(re.compile("set_weight.*7777"))


def test_escape_brings_the_number_back(weight):
    field, page = weight
    field.fill("7777")
    page.keyboard.press("Escape")
    assert field.input_value() != "7777"
    page.get_by_role("button", name="Pause").click()
    page.wait_for_url(re.compile("at="))
    assert "7777" not in page.url


def test_leaving_a_field_takes_what_was_typed(visit):
    page = visit("linear_classifier")
    field = page.get_by_label("W[0,0]", exact=True)
    field.fill("0.25")
    field.press("Tab")
    page.wait_for_url(re.compile("0.25"))
    screen = LinearClassifier()
    screen.set_weight(0, 0, 0.25)
    assert field.input_value() == f"{screen.show().kernel[0, 0]:g}"


def test_slider_of_time_stays_where_it_is_dragged(visit):
    page = visit("playground?at=200")
    page.get_by_role("button", name="Play", exact=True).click()
    slider = page.get_by_role("slider", name="Position")
    slider.evaluate(
        """slider => {
            slider.value = 100;
            slider.dispatchEvent(new Event("input", {bubbles: true}));
        }"""
    )
    wait_for_frames(page)
    assert slider.input_value() == "100"
    slider.dispatch_event("change")
    page.get_by_text("epoch 4", exact=True).wait_for()


def test_number_that_is_refused_gives_way_to_the_one_that_holds(visit):
    page = visit("playground")
    field = page.get_by_role("textbox", name="Seed")
    field.fill("-5")
    field.press("Enter")
    page.get_by_role("alert").get_by_text("Seed: expected").wait_for()
    page.wait_for_function("e => e.value === '0'", arg=field.element_handle())


def test_word_where_a_number_goes_is_refused_in_a_sentence(visit):
    page = visit("playground")
    field = page.get_by_role("textbox", name="Seed")
    field.fill("seven")
    field.press("Enter")
    said = page.get_by_role("alert").get_by_text("is no number; Seed stays 0")
    said.wait_for()
    assert field.input_value() == "0"
    field.fill("7")
    field.press("Enter")
    said.wait_for(state="detached")


def test_choice_that_is_refused_gives_way_to_the_one_that_holds(visit):
    page = visit('playground?data="own"&table="1,2,a\\n3,4,b\\n5,6,a\\n7,8,b"')
    problem = page.get_by_role("combobox", name="Problem")
    problem.select_option("regression")
    page.get_by_role("alert").get_by_text("holds 'a'; expected a number").wait_for()
    page.wait_for_function(
        "e => e.value !== 'regression'", arg=problem.element_handle()
    )


def test_what_went_wrong_is_seen_however_far_down_one_is(visit):
    page = visit("playground", size=PHONE)
    formula = page.get_by_label("Formula of a feature")
    formula.fill("1/x1")
    formula.press("Enter")
    formula.fill("1/x3")
    formula.press("Enter")
    said = page.get_by_role("alert").get_by_text("write a formula of x1 and x2")
    said.wait_for()
    assert formula.input_value() == "1/x3"
    assert page.evaluate("scrollY") > PHONE["height"]
    assert said.bounding_box()["y"] >= 0


def test_words_that_are_refused_stay_to_be_mended_until_one_leaves(visit):
    page = visit('shapes?target="own"&starts=1&units=2')
    field = page.get_by_label("Height, of x (and y)")
    before = field.input_value()
    field.fill("sin(x")
    field.press("Enter")
    page.get_by_role("alert").get_by_text("sin(x").wait_for()
    assert field.input_value() == "sin(x"
    assert field.get_attribute("aria-invalid") == "true"
    field.press("Escape")
    assert field.input_value() == before
    assert field.get_attribute("aria-invalid") is None
