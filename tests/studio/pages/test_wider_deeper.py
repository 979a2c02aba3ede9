"""Wider and deeper in the browser: its numbers are limpid's own."""

from tests.studio.pages.reading import number, shown

from limpid.studio.screens.wider_deeper import WiderDeeper, WiderDeeperState

LINK = "wider_deeper?widths=[2,16]&depths=[1,2]&epochs=2"


def test_networks_are_trained_one_by_one_and_told_apart(visit):
    """THY-13, CNM-11."""
    own = WiderDeeper(WiderDeeperState(widths=(2, 16), depths=(1, 2), epochs=2))
    own.advance_to(2)
    page = visit(LINK)
    step = page.get_by_role("button", name="Step one network")
    for done in (1, 2):
        step.click()
        page.get_by_text(f"{done} of 4 networks", exact=True).wait_for()
    for i, one in enumerate(own.trained):
        assert number(page, f"test/{i}") == shown(100 * one.test, 3)
    assert number(page, "board/0") == shown(6.66)
    page.locator('[data-number="board/0"]').click()
    region = page.get_by_role("region", name="Derivation")
    region.get_by_text("The table prints 6.4 to 6.92 %.").wait_for()


def test_lists_of_sizes_are_typed_and_bad_ones_refused(visit):
    page = visit(LINK)
    widths = page.get_by_role("textbox", name="Units a layer")
    widths.fill("4, 8 16")
    widths.press("Enter")
    page.get_by_text("0 of 6 networks", exact=True).wait_for()
    widths.fill("4, four")
    widths.press("Enter")
    page.get_by_role("alert").get_by_text("no list of different whole").wait_for()
    widths.fill("1000")
    widths.press("Enter")
    page.get_by_role("alert").get_by_text("at most 256").wait_for()
    page.get_by_text("0 of 6 networks", exact=True).wait_for()
