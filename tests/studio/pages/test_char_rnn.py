"""The character screen in the browser: its numbers are limpid's own."""

import json
import re

from tests.studio.pages.reading import number, shown
from tests.studio.pages.test_every_page import PHONE, serious

from limpid.studio.screens.char_rnn import CharRNN, CharRNNState

SMALL = 'units=[12]&source="own"&text="abba ab\\nbaab\\nabab b"'


def library(ticks=0, **state):
    small = {"units": (12,), "source": "own", "text": "abba ab\nbaab\nabab b"}
    screen = CharRNN(CharRNNState(**small | state))
    screen.advance_to(ticks)
    return screen


def argmax(page):
    return page.locator("[data-argmax]").inner_text()


def test_it_learns_stops_and_starts_again_from_the_same_weights(visit):
    """LMG-10: learn, stop, rewind; samples; the line of the likeliest symbols."""
    page = visit(f"char_rnn?{SMALL}&every=10&ticks=60")
    first = number(page, "perplexity")
    page.get_by_role("button", name="Play", exact=True).click()
    page.get_by_role("status").get_by_text("Stopped: 60 ticks.").wait_for()
    own = library(60, every=10).show()
    assert number(page, "perplexity") == shown(own.perplexity)
    assert number(page, "bits") == shown(own.bits)
    assert argmax(page) == own.argmax
    writing = page.get_by_role("region", name="Writing").inner_text()
    for sample in own.samples:
        assert f"tick {sample.tick}, T 0.5" in writing
        assert sample.text in writing
    page.locator('[data-number="perplexity"]').click()
    page.get_by_role("region", name="Derivation").get_by_text("E / ln 2").wait_for()
    page.get_by_role("button", name="Rewind").click()
    page.get_by_text("tick 0, epoch 0").wait_for()
    assert number(page, "perplexity") == first


def test_next_symbols_follow_what_is_typed(visit):
    """LMG-13: characters, then words, while typing."""
    page = visit(f'char_rnn?{SMALL}&prefix=""&at=30')
    page.get_by_label("Begin to write").press_sequentially("ab")
    page.get_by_role("button", name="Write a").click()
    own = library(30, prefix="aba")
    best = own.show().expected.nexts
    page.locator(f'[data-number="next/{best[0].number}"]').wait_for()
    page.wait_for_function(
        "([name, want]) => document.querySelector(`[data-number='${name}']`)"
        "?.textContent.trim() == want",
        arg=[f"next/{best[0].number}", f"{best[0].probability:.4g}"],
    )
    for one in best[:4]:
        assert number(page, f"next/{one.number}") == shown(one.probability)
    assert number(page, "entropy") == shown(own.show().expected.entropy)
    likeliest = page.get_by_role("region", name="What comes next")
    assert f"aba{own.show().goes_on}" in likeliest.inner_text()
    page.get_by_label("Begin to write").fill("q")
    page.get_by_text("'q' is none of the 3 symbols").wait_for()
    page.get_by_role("combobox", name="Symbols").select_option("words")
    page.get_by_label("Begin to write").fill("abba a")
    page.get_by_role("button", name="Write ab", exact=True).wait_for()
    assert page.get_by_role("button", name=re.compile("^Write b")).count() == 0


def test_text_temperature_and_network_are_changed_by_keys(visit):
    """LMG-10: the box of sentences, model settings and sliders."""
    page = visit(f"char_rnn?{SMALL}&at=20")
    box = page.get_by_label("Lines to learn")
    box.fill("one two\nthree four")
    page.get_by_role("button", name="Learn this").click()
    page.get_by_text("2 lines of 10 different characters").wait_for()
    page.get_by_label("Temperature").press("ArrowRight")
    page.get_by_text("Temperature: 0.55").wait_for()
    page.get_by_label("Hidden layers").select_option("2")
    page.get_by_label(re.compile("^Units 2")).wait_for()
    page.get_by_role("button", name="Write five lines").click()
    lines = page.get_by_role("list", name="Lines written").get_by_role("listitem")
    lines.first.wait_for()
    own = library(0, text="one two\nthree four", units=(12, 12), temperature=0.55)
    want = [text or "(nothing)" for text in own.write(0)]
    assert [t.strip() for t in lines.all_inner_texts()] == [t.strip() for t in want]
    page.get_by_label("Text to learn").select_option("brackets")
    page.get_by_text("60 lines of 4 different characters").wait_for()
    box.fill(" ")
    page.get_by_role("button", name="Learn this").click()
    page.get_by_role("alert").get_by_text("0 lines").wait_for()


def test_saved_network_is_loaded_and_writes_the_same(visit, tmp_path):
    """LMG-10: save, load, load pretrained."""
    page = visit(f"char_rnn?{SMALL}&at=40")
    line, perplexity = argmax(page), number(page, "perplexity")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save", exact=True).click()
    path = tmp_path / "kept.json"
    waiting.value.save_as(path)
    assert json.loads(path.read_text())["state"]["units"] == [12]
    other = visit("char_rnn?units=[5]")
    other.get_by_label("Load a file").set_input_files(path)
    other.get_by_text(line, exact=True).first.wait_for()
    assert number(other, "perplexity") == perplexity
    assert argmax(other) == line
    path.write_text("{}")
    other.get_by_label("Load a file").set_input_files(path)
    other.get_by_role("alert").get_by_text("no network of this screen").wait_for()
    other.get_by_role("button", name="Load pretrained").click()
    other.get_by_text("The train was late because of the snow.").first.wait_for()
    assert number(other, "perplexity") < 1.2


def test_gates_and_the_way_back_are_limpids_own(visit):
    """RNN-07, RNN-14: by keyboard, too."""
    page = visit(f"char_rnn?{SMALL}&at=30")
    page.get_by_label("Look at the gates").check()
    page.get_by_label("Text to read").fill("abba b")
    page.get_by_role("button", name=re.compile("^Step 4, a")).click()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("heading", name="Unit 0 at step 3, b").wait_for()
    page.keyboard.press("End")
    page.get_by_role("heading", name="Unit 0 at step 6, b").wait_for()
    sheet = page.get_by_role("application", name=re.compile("^cell of 12 units"))
    sheet.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Enter"):
        sheet.press(key)
    page.get_by_role("heading", name="Unit 2 at step 1, a").wait_for()
    page.get_by_label("Find who follows").select_option("position")
    looks = {"gates": True, "reading": "abba b", "unit": 2, "follow": "position"}
    own = library(30, **looks, unrolled=True)
    view = own.show()
    page.locator('[data-number="correlation"]').wait_for()
    assert number(page, "best") == view.gates.best
    assert number(page, "correlation") == shown(view.gates.correlation)
    for name, value in zip(view.gates.names, view.gates.values, strict=True):
        assert number(page, f"gate/{name}") == shown(value)
    page.get_by_role("img", name=re.compile("^Cell .* is forget .* hidden")).wait_for()
    page.locator('[data-number="gate/cell"]').click()
    derivation = page.get_by_role("region", name="Derivation")
    derivation.get_by_text("forget · cell before + input · candidate").wait_for()
    page.get_by_label("Unroll through time").check()
    page.locator('[data-number="reach/0"]').wait_for()
    for i, value in enumerate(view.unrolled.last):
        assert number(page, f"reach/{i}") == shown(value, 3)
    assert number(page, "clipping") == shown(view.unrolled.norm)
    page.get_by_label(re.compile("^First step")).press("ArrowRight")
    page.get_by_text("what came before step 1 is a state").wait_for()


def test_open_panels_are_read_by_all_and_fit_a_phone(visit, axe):
    """Gates and steps are closed at first, so that the common checks miss them."""
    page = visit(f"char_rnn?{SMALL}&at=30&gates=true&unrolled=true", size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.evaluate(axe)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert serious(page) == [], scheme
