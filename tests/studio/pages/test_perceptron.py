"""The perceptron in the browser: its numbers are limpid's own."""

import re

from tests.studio.pages.reading import shown

from limpid.studio.screens.perceptron import Perceptron, PerceptronState


def library(steps=0, **state):
    """Return the same perceptron, made in Python."""
    screen = Perceptron(PerceptronState(**state))
    screen.advance_to(steps)
    return screen


def number(page, name):
    """Return a number that the page shows."""
    text = page.locator(f'[data-number="{name}"]').inner_text()
    return float(text.split()[0].replace("−", "-"))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def agrees(page, own):
    """Assert that scores, predictions, updates and mistakes are the library's."""
    view = own.show()
    for i, score in enumerate(view.scores):
        assert number(page, f"score/{i}") == shown(score)
        assert number(page, f"prediction/{i}") == view.predictions[i]
    for row in view.recent:
        found = [number(page, f"{name}/{row.step}") for name in ("w1", "w2", "b")]
        assert found == [shown(w) for w in row.weights]
        changes = [number(page, f"change/{row.step}/{i}") for i in range(3)]
        assert changes == [shown(c) for c in row.change]
    assert number(page, "errors") == view.errors
    assert number(page, "mistakes") == view.mistakes


def test_and_is_learned_step_by_step_and_settles_within_the_bound(visit):
    page = visit("perceptron")
    press(page, "Step one presentation")
    page.get_by_text("epoch 1, example 1 of 4").wait_for()
    agrees(page, library(1))
    press(page, "Step one epoch")
    page.get_by_text("epoch 1, example 4 of 4").wait_for()
    agrees(page, library(4))
    press(page, "Play")
    page.get_by_text("Settled: nothing changed in epoch 6.").first.wait_for()
    agrees(page, library(24))
    assert number(page, "mistakes") <= number(page, "bound") == 51
    assert page.get_by_text("4·x1 + 2·x2 − 6 = 0").is_visible()


def test_xor_never_settles(visit):
    page = visit('perceptron?data="XOR"&at=40')
    page.get_by_text("It will never settle.").wait_for()
    assert page.get_by_text("No line parts these classes").is_visible()
    agrees(page, library(40, data="XOR"))


def test_every_rule_shows_the_numbers_of_the_library(visit):
    page = visit("perceptron")
    for rule, name in [
        ("batch", "Batch"),
        ("averaged", "Averaged"),
        ("delta", "Delta"),
    ]:
        page.get_by_role("radio", name=re.compile(name)).check()
        page.get_by_text("Nothing has been presented yet.").wait_for()
        press(page, "Step one epoch")
        page.get_by_role("timer").get_by_text("epoch 1").wait_for()
        own = library(rule=rule, rate=0.1 if rule == "delta" else 1)
        own.advance_to(own.next_position("epoch"))
        agrees(page, own)


def test_rewind_and_step_come_back_to_the_same_numbers(visit):
    page = visit('perceptron?data="OR"&at=5')
    press(page, "Rewind")
    page.get_by_text("Nothing has been presented yet.").wait_for()
    press(page, "Step one presentation")
    page.get_by_text("epoch 1, example 1 of 4").wait_for()
    agrees(page, library(1, data="OR"))


def test_point_is_moved_added_flipped_and_removed_by_keyboard(visit):
    page = visit("perceptron?at=10")
    own = library(10)
    page.locator('[data-point="3"]').focus()
    page.keyboard.press("Shift+ArrowUp")
    own.move_point(3, 1, 1.32)
    page.locator('[data-point="3"][aria-label*="1.32"]').wait_for()
    agrees(page, own)
    page.get_by_role("button", name="Add a point").press("Enter")
    own.add_point(0.5, 0.5, 1)
    page.locator('[data-point="4"]').focus()
    page.get_by_role("button", name=re.compile("y of example 4")).press("Enter")
    own.flip_point(4)
    page.get_by_role("button", name="y of example 4 is −1: flip it").wait_for()
    agrees(page, own)
    page.locator('[data-point="4"]').focus()
    page.keyboard.press("Delete")
    page.locator('[data-point="4"]').wait_for(state="detached")


def test_last_example_of_a_class_stays_and_the_page_says_why(visit):
    page = visit("perceptron")
    page.locator('[data-point="3"]').focus()
    page.keyboard.press("Delete")
    page.get_by_role("alert").get_by_text("must be of two classes").wait_for()


def test_worked_example_shows_minus_six(visit):
    page = visit("perceptron")
    press(page, "worked example")
    page.get_by_text("3·x1 − 2·x2 + 1 = 0").wait_for()
    assert number(page, "score/0") == -6
    page.locator('[data-number="score/0"]').click()
    page.get_by_role("region", name="Derivation").get_by_text("0.0024726232").wait_for()


def test_runaway_delta_rule_is_said_in_place(visit):
    page = visit('perceptron?rule="delta"&rate=3')
    press(page, "Play")
    page.get_by_text("weights grow without bound").first.wait_for()


def test_five_hundred_points_are_learned_and_both_lines_stay_in_the_picture(visit):
    page = visit("perceptron")
    press(page, "500 points")
    page.get_by_text("1·x1 + 1·x2 − 1 = 0").wait_for()
    own = library(data="500 points", start=(1, 1, -1))
    assert (
        number(page, "errors_at_first") == own.show().errors == number(page, "errors")
    )
    for _ in range(own.show().errors):
        if page.get_by_text("Settled: nothing changed").count():
            break
        press(page, "Step one epoch")
        own.advance_to(own.next_position("epoch"))
        page.get_by_role("timer").get_by_text(own.clock()).wait_for()
    assert number(page, "errors") == own.show().errors == 0
    assert number(page, "mistakes") == own.show().mistakes
    assert page.locator("[data-point]").count() == 500
    assert page.get_by_text("line at first").is_visible()
    assert page.get_by_text("and 449 more, which the plane shows").is_visible()
    first = page.locator('line[stroke="var(--accent)"]')
    assert first.get_attribute("stroke-dasharray")


def test_each_of_many_points_is_moved_by_keys(visit):
    page = visit('perceptron?data="500 points"')
    points = page.get_by_role("group", name=re.compile("^500 examples")).get_by_role(
        "button", name=re.compile("^Example")
    )
    stops = points.and_(page.locator('[tabindex="0"]'))
    assert stops.count() == 1
    stops.focus()
    for _ in range(60):
        page.keyboard.press("PageDown")
    here = page.locator('[data-point="60"]')
    before = here.get_attribute("aria-label")
    assert here.evaluate("e => e === document.activeElement")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([e, before]) => e.getAttribute('aria-label') !== before",
        arg=[here.element_handle(), before],
    )
    page.keyboard.press("End")
    assert page.locator('[data-point="499"]').get_attribute("tabindex") == "0"
    page.keyboard.press("PageUp")
    page.keyboard.press("Delete")
    page.get_by_role("group", name=re.compile("^499 examples")).wait_for()
