"""The linear classifier in the browser: its numbers are limpid's own."""

import re

import numpy as np
from tests.studio.pages.reading import shown

from limpid.studio.screens.linear_classifier import (
    LinearClassifier,
    LinearClassifierState,
)

LOSSES = ["weston_watkins", "one_vs_all", "structured", "softmax"]


def library(updates=0, **state):
    """Return the same classifier, made in Python."""
    screen = LinearClassifier(LinearClassifierState(**state))
    screen.advance_to(updates)
    return screen


def number(page, name):
    """Return a number that the page shows."""
    text = page.locator(f'[data-number="{name}"]').first.inner_text()
    return float(text.replace("−", "-"))


def press(page, name, **options):
    page.get_by_role("button", name=name, exact=True, **options).click()


def value_of(page, label):
    return float(page.get_by_label(label, exact=True).input_value().replace("−", "-"))


def wait_for_total(page, value):
    text = str(float(f"{value:.6g}")).removesuffix(".0")
    page.locator('[data-number="total_loss"]').get_by_text(text, exact=True).wait_for()


def test_first_page_is_the_lectures_with_the_true_gradients(visit):
    page = visit("linear_classifier")
    view = library().show()
    for row, column in np.ndindex(3, 2):
        assert value_of(page, f"W[{row},{column}]") == view.kernel[row, column]
        slope = view.kernel_gradient[row, column]
        assert number(page, f"kernel/{row}/{column}") == shown(slope)
        demo = view.demo_kernel_gradient[row, column]
        assert number(page, f"demo/{row}/{column}") == shown(demo)
    for i, row in enumerate(view.scores):
        found = [number(page, f"score/{i}/{k}") for k in range(3)]
        assert found == [shown(s, 3) for s in row]
        assert number(page, f"loss/{i}") == shown(view.formulations[0].losses[i], 3)
    assert number(page, "mean/weston_watkins") == 2.77
    for formulation in view.formulations:
        assert number(page, f"total/{formulation.name}") == shown(formulation.loss)
    assert page.get_by_text("kink:").count() == 0


def test_single_and_repeated_update_go_down(visit):
    page = visit("linear_classifier")
    press(page, "Step one update")
    wait_for_total(page, 6.000295)
    press(page, "Play")
    page.get_by_text(re.compile(r"update \d{3}")).first.wait_for()
    press(page, "Pause")
    page.get_by_role("button", name="Play", exact=True).wait_for()
    clock = page.get_by_role("timer").inner_text()
    own = library(int(clock.removeprefix("update ").replace(",", "")))
    wait_for_total(page, own.show().loss)
    assert page.get_by_text("100.0 % of 9").is_visible()


def test_dragged_point_changes_the_table_and_every_loss(visit):
    page = visit("linear_classifier")
    point = page.locator('[data-point="1"]')
    box = point.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] - 60, box["y"] + 90, steps=4)
    page.mouse.up()
    page.wait_for_function("""() =>
        document.querySelector('[aria-label="x0 of example 1"]').value != "0.8" """)
    page.wait_for_timeout(200)
    place = [value_of(page, f"x{j} of example 1") for j in range(2)]
    own = library()
    own.move_point(1, *place)
    assert number(page, "loss/1") == shown(own.show().formulations[0].losses[1], 3)
    wait_for_total(page, own.show().loss)


def test_point_is_moved_added_and_removed_by_keyboard_alone(visit):
    page = visit("linear_classifier")
    page.locator('[data-point="0"]').focus()
    page.keyboard.press("ArrowRight")
    own = library()
    own.move_point(0, 0.5 + 1.2 / 50, 0.4)
    wait_for_total(page, own.show().loss)
    page.get_by_role("button", name="Add a point").press("Enter")
    page.locator('[data-point="9"]').focus()
    page.keyboard.press("Delete")
    page.locator('[data-point="9"]').wait_for(state="detached")
    wait_for_total(page, own.show().loss)


def test_each_triangle_changes_one_parameter_by_the_nudge(visit):
    page = visit("linear_classifier?nudge=0.25")
    press(page, "W[1,0] up")
    press(page, "b[2] down")
    own = library(nudge=0.25)
    own.nudge(1, 0, 1)
    own.nudge(2, 2, -1)
    wait_for_total(page, own.show().loss)
    assert (value_of(page, "W[1,0]"), value_of(page, "b[2]")) == (2.25, -0.75)


def test_loss_strength_and_step_size_change_while_it_stands(visit):
    page = visit("linear_classifier?at=2")
    page.get_by_role("radio", name="Softmax").check()
    page.get_by_label("L2 strength λ", exact=True).fill("0.02")
    page.get_by_label("L2 strength λ", exact=True).press("Tab")
    own = library(2)
    own.retune(LinearClassifierState(formulation="softmax", l2=0.02))
    wait_for_total(page, own.show().loss)
    page.get_by_label("Step size, as a slider").press("ArrowRight")
    step = page.get_by_label("Step size", exact=True)
    page.wait_for_function("e => e.value == '0.10200'", arg=step.element_handle())


def test_word_for_a_weight_is_refused_in_place(visit):
    page = visit("linear_classifier")
    page.get_by_label("W[0,0]", exact=True).fill("much")
    page.get_by_label("W[0,0]", exact=True).press("Tab")
    assert '"much" is no number' in page.get_by_role("alert").inner_text()
    assert value_of(page, "W[0,0]") == 1


def test_gradient_opens_its_derivation_with_both_penalties(visit):
    page = visit("linear_classifier")
    page.locator('[data-number="kernel/1/1"]').click()
    region = page.get_by_role("region", name="Derivation")
    region.get_by_text("by backpropagation").wait_for()
    text = region.inner_text()
    assert "−1.1777777" in text
    assert "−0.57777778" in text


def test_digits_show_the_rows_as_templates(visit):
    page = visit(
        'linear_classifier?data="digits"&step_size=0.5&l2=0.001&at=20&example=3'
    )
    assert page.get_by_role("img", name=re.compile("Template of class")).count() == 10
    chosen = (
        library(20, data="digits", step_size=0.5, l2=0.001, example=3).show().chosen
    )
    for k, score in enumerate(chosen.scores):
        assert number(page, f"chosen/score/{k}") == shown(score, 3)
    press(page, "Next example")
    page.get_by_role("heading", name=re.compile("Example 4")).wait_for()


def test_number_of_classes_can_be_chosen(visit):
    page = visit('linear_classifier?data="clouds"&classes=5')
    view = library(data="clouds", classes=5).show()
    wait_for_total(page, view.loss)
    assert value_of(page, "b[4]") == shown(view.bias[4])


def test_one_example_shows_sigmoids_softmax_and_all_four_losses(visit):
    page = visit("linear_classifier?example=1")
    chosen = library(example=1).show().chosen
    for k in range(3):
        assert number(page, f"chosen/sigmoid/{k}") == shown(chosen.sigmoids[k], 3)
        assert number(page, f"chosen/softmax/{k}") == shown(chosen.softmax[k], 3)
    assert number(page, "chosen/sum/softmax") == 1
    for name, loss in zip(LOSSES, chosen.losses, strict=True):
        assert number(page, f"chosen/loss/{name}") == shown(loss)


def test_randomized_parameters_are_those_of_the_next_seed(visit):
    page = visit("linear_classifier")
    press(page, "Randomize parameters")
    own = library()
    own.randomize(own.show().next_seed)
    wait_for_total(page, own.show().loss)
    for row in range(3):
        assert value_of(page, f"b[{row}]") == shown(own.model.bias[row])
