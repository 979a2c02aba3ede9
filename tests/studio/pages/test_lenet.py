"""LeNet in the browser: what it shows of a drawing is limpid's own."""

import re

import pytest
from tests.studio.pages.reading import number, shown, wait_for

from limpid.studio.screens.lenet import LeNet, LeNetState

STEPS = 23
LINK = "lenet?epochs=1"


def library(steps=STEPS, **state):
    """Return the same screen, made in Python."""
    screen = LeNet(state=LeNetState(epochs=1, **state))
    screen.advance_to(steps)
    return screen


@pytest.fixture(scope="module")
def own():
    return library()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def page(visit):
    """Return a page whose network has learned for an epoch, by itself."""
    opened = visit(LINK)
    opened.get_by_role("status").get_by_text("Stopped: 1 epoch.").wait_for()
    return opened


def test_network_learns_as_the_page_opens_and_shows_the_numbers_of_the_library(
    page, own
):
    view = own.show()
    for k in range(10):
        assert number(page, f"score/{k}") == shown(view.scores[k], 3)
        assert number(page, f"probability/{k}") == shown(view.probabilities[k], 3)
    assert number(page, "loss/test") == shown(view.test_loss)
    text = page.locator('[data-number="test_accuracy"]').inner_text()
    assert text == f"{100 * view.test_accuracy:.1f} % of 359"


def test_digit_drawn_with_keys_or_the_mouse_is_what_the_library_sees(page):
    press(page, "Clear")
    page.get_by_text("Nothing is drawn yet").wait_for()
    page.locator("[data-sheet]").focus()
    page.keyboard.press("Space")
    for _ in range(6):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.get_by_text("Nothing is drawn yet").wait_for(state="detached")
    stroke = (100, 100, *(v for i in range(1, 7) for v in (100, 100 + 10 * i)))
    want = library(strokes=(stroke,)).show()
    wait_for(page, "score/1", want.scores[1])
    assert (
        page.locator("[data-sheet]")
        .get_attribute("aria-label")
        .startswith("Your drawing: 1 strokes, 7 points.")
    )
    page.keyboard.press("Backspace")
    page.get_by_text("Nothing is drawn yet").wait_for()
    empty = number(page, "score/1")
    box = page.locator("[data-sheet]").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 4
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + box["height"] / 2, steps=8)
    page.mouse.up()
    page.get_by_text("Nothing is drawn yet").wait_for(state="detached")
    assert number(page, "score/1") != empty


def test_pixel_pointed_at_is_taken_apart_and_a_click_keeps_it(page, own):
    maps = page.get_by_role("application", name=re.compile(r"^convolution 2:"))
    maps.scroll_into_view_if_needed()
    box = maps.locator("canvas").bounding_box()
    # Maps of 10 x 10 are drawn 6 pixels a pixel, and start at the upper left.
    at = {"x": 6 * 4 + 3, "y": 6 * 2 + 3}
    page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    here = page.get_by_label("Layers").get_by_text(
        "convolution 2, map 1, row 3, column 5"
    )
    here.wait_for()
    page.mouse.move(0, 0)
    here.wait_for(state="detached")
    maps.locator("canvas").click(position=at)
    here.wait_for()
    wait_for(page, "unit/2/0/2/4", own.look_at(2, 0, 2, 4).out, 5)


def test_units_and_pixels_are_reached_by_keys_and_open_their_derivations(page, own):
    maps = page.get_by_role("application", name=re.compile(r"^max-pooling 1:"))
    maps.focus()
    for key in ("PageDown", "ArrowDown", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    traced = own.look_at(1, 1, 1, 2)
    wait_for(page, "unit/1/1/1/2", traced.out, 5)
    page.locator('[data-number="unit/1/1/1/2"]').click()
    region = page.get_by_role("region", name="Derivation")
    assert "the largest of 4 values" in region.inner_text()
    page.get_by_role("application", name=re.compile("^Saliency")).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    region.get_by_text("Saliency of a pixel").wait_for()
    found = own.derive("pixel/1/0")
    assert f"{found.gradient:.6g}".replace("-", "−")[:7] in region.inner_text()


def test_lesson_is_shown_and_taken_back(page, own):
    before = number(page, "probability/3")
    page.get_by_label("This is a").select_option("3")
    press(page, "Train one step")
    table = page.get_by_role("table", name="What each step did")
    table.wait_for()
    taught = library()
    taught.learn(3)
    assert number(page, "probability/3") == shown(taught.show().probabilities[3], 3)
    press(page, "Take it back")
    table.wait_for(state="detached")
    assert number(page, "probability/3") == before


def test_test_picture_is_looked_at_and_a_wrong_number_is_said(page):
    page.get_by_role("button", name=re.compile("test picture 3,")).first.click()
    want = library(example=3).show()
    wait_for(page, "score/0", want.scores[0])
    page.get_by_label("Number", exact=True).fill("9999")
    page.get_by_label("Number", exact=True).press("Tab")
    page.get_by_role("alert").get_by_text("no test picture 9999").wait_for()
    assert number(page, "score/0") == shown(want.scores[0], 3)


def test_every_mistake_has_a_tile_that_opens_its_scores(page):
    """LOS-25: as many tiles as errors."""
    accuracy = page.locator('[data-number="test_accuracy"]').inner_text()
    errors = round(359 * (1 - float(accuracy.split(" ")[0]) / 100))
    page.get_by_text(f"{errors} mistakes, worst first").click()
    tiles = page.get_by_role("button", name=re.compile("what it is taken for"))
    tiles = page.locator("details[open]").filter(has=tiles).get_by_role("button")
    assert tiles.count() == errors
    label = tiles.first.get_attribute("aria-label")
    tiles.first.click()
    example = int(re.search(r"picture (\d+)", label)[1])
    view = library(example=example).show()
    wait_for(page, "score/0", view.scores[0])
    names = label.split(":")[0].split(" → ")
    assert names == [str(view.label), str(int(view.scores.argmax()))]
    for k in range(10):
        assert number(page, f"score/{k}") == shown(view.scores[k], 3)


def test_drawings_are_kept_counted_saved_and_loaded(page, own, tmp_path):
    """EXR-08: a counter of one's own drawings, and those read wrongly."""
    panel = page.get_by_role("region", name="Your drawings")
    # The sheet shows a five; once it is kept as what it is, once as what it is not.
    press(page, "Keep it as a 5")
    page.get_by_text("Nothing is drawn yet").wait_for()
    best = int(own.show().probabilities.argmax())
    taken = 1 if best == 5 else 0
    panel.get_by_text(f"{taken} of 1 read rightly").wait_for()
    panel.get_by_text("All 1").click()
    panel.get_by_role("button", name=re.compile("your drawing 1,")).last.click()
    page.get_by_text("Nothing is drawn yet").wait_for(state="detached")
    press(page, "Keep it as a 2")
    panel.get_by_text(f"{taken + (best == 2)} of 2 read rightly").wait_for()
    name = f"2 → {best}: your drawing 2, what it is and what it is taken for"
    panel.get_by_role("button", name=name).first.wait_for()
    with page.expect_download() as download:
        press(page, "Save them")
    file = tmp_path / "drawings.json"
    download.value.save_as(file)
    press(page, "Forget all")
    panel.get_by_text("None yet").wait_for()
    panel.get_by_label("A file of drawings").set_input_files(file)
    panel.get_by_text("of 2 read rightly").wait_for()
    assert (
        page.locator("[data-sheet]").get_attribute("aria-label").startswith("The sheet")
    )
    file.write_text("x, y")
    panel.get_by_label("A file of drawings").set_input_files(file)
    page.get_by_role("alert").get_by_text("no file of drawings").wait_for()
