"""The walk-through in the browser: click by click, its numbers are limpid's own."""

from tests.studio.pages.reading import number, shown

from limpid.studio.screens.walk_through import CLICKS, COUNT, WalkThrough


def check(page, position, fields):
    """Compare every number of these fields with the library's."""
    screen = WalkThrough()
    screen.advance_to(position)
    for name in screen.derivable():
        if name.partition("/")[0] in fields:
            value = screen.numbers.value(*screen.numbers.find(name))
            assert number(page, name) == shown(value), name


def click(page, unit, clock):
    page.get_by_role("button", name=f"Step one {unit}").click()
    page.get_by_role("timer").get_by_text(clock).wait_for()


def test_one_click_moves_one_neuron_forward_and_the_next_phase_comes_back(visit):
    page = visit("walk_through")
    assert page.locator('[data-number="y/0/0"]').count() == 0
    click(page, "neuron", f"click 1 of {CLICKS}")
    assert page.locator('[data-number^="y/"]').count() == 1
    page.get_by_text("f1 adds up x1 and x2, weighted, to e1").wait_for()
    visited = visit(f"walk_through?at={COUNT + 1}")
    visited.get_by_text("The error signal of the output: d6 = z − y6.").wait_for()
    check(visited, COUNT + 1, {"e", "y", "weight"})
    assert visited.locator('[data-number^="d/"]').count() == 1


def test_both_steps_stand_beside_each_other_and_the_example_ends(visit):
    page = visit(f"walk_through?at={CLICKS - 1}")
    page.locator('[data-number="page/2/0/1"]').wait_for()
    check(page, CLICKS - 1, {"e", "y", "d", "slope", "page", "gradient"})
    table = page.get_by_role("group", name="Table of weights")
    same = table.locator("tbody tr td:last-child").all_inner_texts()
    assert same == ["no"] * 12 + ["yes"] * 2
    click(page, "neuron", "example 2, click 0")
    assert page.locator("[data-count]").inner_text() == "1"
    assert "2" in page.locator("tr[aria-current]").inner_text()
    check(page, CLICKS, {"weight"})


def test_error_signal_opens_its_derivation(visit):
    page = visit(f"walk_through?at={2 * COUNT}")
    page.locator('[data-number="d/0/0"]').click()
    text = page.get_by_role("region", name="Derivation").inner_text()
    assert "w(y1)4·d4 + w(y1)5·d5" in text
    assert "without f'" in text
