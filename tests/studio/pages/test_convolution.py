"""The convolution stepper in the browser."""

import re

from tests.studio.pages.reading import number

from limpid.studio.screens.convolution import Convolution, ConvolutionState


def outputs(**state):
    return Convolution(ConvolutionState(**state)).output


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_window_walks_and_its_numbers_are_those_of_the_library(visit):
    page = visit("convolution")
    press(page, "Step one row")
    page.get_by_text("window 8 of 64", exact=True).wait_for()
    want = outputs()
    assert [number(page, f"out/0/{j}") for j in range(8)] == want[0].tolist()
    assert page.locator('[data-number="out/1/0"]').inner_text() == ""
    page.locator('[data-number="cell/0/7"]').click()
    region = page.get_by_role("region", name="Derivation")
    assert "Output, row 1, column 8" in region.inner_text()


def test_kernel_is_edited_and_a_word_is_refused_in_place(visit):
    page = visit("convolution?at=64")
    page.get_by_label("Weight, row 1, column 1", exact=True).fill("2.5")
    page.get_by_label("Weight, row 1, column 1", exact=True).press("Tab")
    want = outputs(kernel=((2.5, -1, -1), (1, 1, 1), (0, 0, 0)))
    text = f"{want[1, 3]:g}".replace("-", "−")
    page.locator('[data-number="out/1/3"]').get_by_text(text, exact=True).wait_for()
    page.get_by_label("Weight, row 1, column 2", exact=True).fill("many")
    page.get_by_label("Weight, row 1, column 2", exact=True).press("Tab")
    assert "no number" in page.get_by_role("alert").inner_text()


def test_picture_is_painted_and_an_output_chosen_with_the_keys(visit):
    page = visit("convolution?at=64")
    page.get_by_role("application", name=re.compile("^The picture")).focus()
    page.keyboard.press("Enter")
    page.locator('[data-number="out/0/0"]').get_by_text("−1", exact=True).wait_for()
    page.get_by_role("application", name=re.compile("^The output")).focus()
    for key in ("ArrowDown", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.get_by_role("heading", name="Output, row 2, column 2").wait_for()


def test_pooling_stride_and_size_formula(visit):
    page = visit('convolution?mode="max-pooling"&padding=[0,0,0,0]&at=36')
    page.get_by_label("Stride").select_option("3")
    page.get_by_text("⌊(8 + 0 + 0 − 3) / 3⌋ + 1", exact=False).first.wait_for()
    assert number(page, "size/Height") == 2
    page.get_by_text("2 at the end no window reaches").first.wait_for()
