"""Worked backprop in the browser: its numbers are limpid's own."""

import re

import numpy as np
import pytest
from tests.studio.pages.reading import number

from limpid.graph.gradient import gradients
from limpid.studio.screens.worked_backprop import WorkedBackprop, WorkedBackpropState

MAZUR = 'worked_backprop?example="0.05 and 0.10"&learning_rate=0.5&train_biases=false'


def library(**state):
    return WorkedBackprop(WorkedBackpropState(**state))


def type_into(page, label, text):
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")


def check(page, screen):
    for name in screen.derivable():
        if name.split("/")[0] in {"kernel", "bias"}:
            continue
        *_, value = screen.cells.find(name)
        assert number(page, name) == pytest.approx(float(value), rel=1e-4), name


def test_every_number_of_the_scalar_view_is_that_of_the_library(visit):
    check(visit("worked_backprop"), library())


def test_every_number_of_the_matrix_view_is_that_of_the_library(visit):
    page = visit(f'{MAZUR}&style="matrix"')
    own = library(example="0.05 and 0.10", learning_rate=0.5, train_biases=False)
    check(page, own)
    assert number(page, "kernel/1/1/0") == 0.45


def test_update_lowers_the_loss_as_it_was_foretold(visit):
    page = visit(MAZUR)
    foretold = number(page, "loss/after")
    page.get_by_role("button", name="Step one update").click()
    page.get_by_role("timer").get_by_text("1 update made").wait_for()
    assert number(page, "loss/before") == foretold == 0.29103


def test_hand_results_are_marked_cell_by_cell_with_the_reason(visit):
    page = visit("worked_backprop?quiz=true")
    assert page.locator('[data-number="delta/0/0"]').count() == 0
    type_into(page, "net 1,1", "0.1*0.35 + 0.8*0.9")
    page.locator('[data-number="net/0/0"]').wait_for()
    type_into(page, "delta 1,1", "-0.00241")
    reason = page.locator('[data-cell="delta/0/0"]')
    reason.get_by_text("You used the updated weights").wait_for()
    type_into(page, "delta 1,1", "-0.00265")
    page.locator('[data-number="delta/0/0"]').wait_for()
    page.get_by_label("Show gradient of w 2,1,1").click()
    page.get_by_text("2 right of 2 tried, 1 shown").wait_for()


def test_hand_matrix_is_marked_as_a_whole(visit):
    page = visit('worked_backprop?quiz=true&style="matrix"')
    type_into(page, "out1 of shape 2", "[0.68, 0.7]")
    page.get_by_text("1 of 2 are right; look at element [2]").wait_for()
    type_into(page, "out1 of shape 2", "[0.6803, 0.6637]")
    page.locator('[data-number="out/0/1"]').wait_for()


def test_weight_set_recomputes_and_a_word_is_refused_in_place(visit):
    page = visit("worked_backprop")
    type_into(page, "Set w 1,1,1", "word")
    page.get_by_role("alert").get_by_text("is no value").wait_for()
    type_into(page, "Set w 1,1,1", "1")
    page.locator('[data-number="net/0/0"]').get_by_text("1.07", exact=True).wait_for()
    own = library()
    own.set_number("kernel/0/0/0", "1")
    check(page, own)


def test_number_opens_its_derivation_with_gradient_and_check(visit):
    page = visit("worked_backprop")
    page.locator('[data-number="kernel_gradient/0/1/0"]').click()
    text = page.get_by_role("region", name="Derivation").inner_text()
    assert "-δ_1,1·x_2" in text
    assert "central difference" in text


def test_own_size_is_typed(visit):
    page = visit("worked_backprop")
    page.get_by_role("combobox", name="Network").select_option("own")
    type_into(page, "Inputs and units", "2, 99")
    page.get_by_role("alert").get_by_text("expected").wait_for()
    type_into(page, "Inputs and units", "2, 3, 2")
    page.locator('[data-number="net/0/2"]').wait_for()
    assert number(page, "loss/after") < number(page, "loss/before")


def test_parameters_are_counted_and_each_output_has_its_part_of_the_error(visit):
    page = visit(MAZUR)
    own = library(example="0.05 and 0.10", learning_rate=0.5, train_biases=False)
    assert number(page, "parameters") == own.model.count_params() == 12
    assert page.get_by_text("(2·2 + 2) + (2·2 + 2) = 12 parameters").is_visible()
    assert [round(number(page, f"part/{j}"), 4) for j in range(2)] == [0.2748, 0.0236]
    page.locator('[data-number="part/0"]').click()
    derivation = page.get_by_role("region", name="Derivation")
    assert "1/2 · (0.01 − 0.75137)²" in derivation.inner_text()


def test_marked_ancestors_are_the_weights_that_have_a_gradient(visit):
    page = visit(MAZUR)
    own = library(example="0.05 and 0.10", learning_rate=0.5)
    unit = page.get_by_role("button", name="What affects out 2,1?")
    unit.press("Enter")
    told = page.locator("[data-ancestors]").inner_text().replace("\n", ", ")
    affecting = set()
    weights = own.model.trainable_variables
    for i, slope in enumerate(gradients(own.model(own.x)[0, 0], weights)):
        layer, is_bias = divmod(i, 2)
        for at in np.argwhere(slope.numpy()) + 1:
            kind = "b" if is_bias else "w"
            affecting.add(f"{kind} " + ",".join(map(str, [layer + 1, *at[::-1]])))
    assert set(re.findall(r"[wb] [\d,]*\d", told)) == affecting
    assert set(re.findall(r"x\d", told)) == {"x1", "x2"}
    assert page.locator("line.path").count() == 6
    assert page.locator("line.aside").count() == 2
    unit.click()
    page.get_by_text("Choose a unit").wait_for()


def test_lectures_rounding_can_be_chosen(visit):
    """EXR-14."""
    page = visit("worked_backprop")
    page.get_by_label("Answers in").select_option("as the lecture prints")
    table = page.get_by_role("region", name="Table of rounded numbers")
    table.get_by_text("0.87305", exact=True).first.wait_for()
    assert number(page, "rounded/delta/1/0") == -0.0406
    assert number(page, "rounded/kernel/1/0/0") == 0.272392
    assert table.get_by_text("a slip").count() == 2
    page.get_by_label("Answers in").select_option("3 decimals")
    page.locator('[data-number="rounded/kernel/1/0/0"]').get_by_text("0.272").wait_for()
