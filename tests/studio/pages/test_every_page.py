"""What must hold for every screen there is, without its being named here."""

import json

import pytest

from limpid.studio.catalog import screen_class, screen_names
from limpid.studio.page import write_page
from limpid.studio.screen import TimedScreen

SCREENS = screen_names()
PHONE = {"width": 375, "height": 800}

FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]"
# Collects what can be seen, is not switched off and has not been focused yet.
COLLECT = f"""() => {{
    window.unreached = new Set([...document.querySelectorAll({FOCUSABLE!r})]
        .filter(e => e.tabIndex >= 0 && !e.disabled && e.checkVisibility()));
    addEventListener('focusin', event => window.unreached.delete(event.target));
    return window.unreached.size;
}}"""
# A busy page moves the focus after the key's press has returned.
UNREACHED = """async () => {
    for (let i = 0; i < 20 && window.unreached.size; i++)
        await new Promise(done => setTimeout(done, 100));
    return [...window.unreached].map(e => e.outerHTML);
}"""


def serious(page):
    """Return what axe finds serious, as lines to read."""
    found = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{v['id']}: {node['target']} {node['failureSummary']}"
        for v in found
        if v["impact"] in {"serious", "critical"}
        for node in v["nodes"]
    ]


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_no_serious_fault_by_day_or_night(visit, axe, screen):
    page = visit(screen)
    page.get_by_role("button", name="Show the code").click()
    page.evaluate(axe)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert serious(page) == [], scheme


@pytest.mark.parametrize("screen", SCREENS)
def test_page_fits_a_phone(visit, screen):
    page = visit(screen, size=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("screen", SCREENS)
def test_tab_reaches_everything(visit, screen):
    page = visit(screen)
    for _ in range(page.evaluate(COLLECT) + 5):
        page.keyboard.press("Tab")
    assert page.evaluate(UNREACHED) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_page_prints_the_code(visit, screen):
    own, mark = screen_class(screen)(), screen
    if isinstance(own, TimedScreen):
        # Later than at first: there, some screens begin to play by themselves.
        own.advance_to(1)
        mark = f"{screen}?at=1"
    page = visit(mark)
    page.get_by_role("button", name="Show the code").click()
    shown = page.get_by_role("region", name="Python")
    shown.get_by_text("limpid").first.wait_for()
    assert shown.inner_text().strip() == own.code().strip()


@pytest.mark.parametrize("screen", SCREENS)
def test_exported_page_shows_the_screen_without_limpid(visit, tmp_path, screen):
    path = tmp_path / "page.html"
    write_page(path, screen_class(screen)(), 50)
    page = visit(address=path.as_uri())
    assert (
        page.get_by_role("heading", level=1).inner_text() == screen_class(screen).title
    )
    # The screen may have statuses of its own; the frame's comes before them.
    assert "recording" in page.get_by_role("status").first.inner_text()


@pytest.mark.parametrize("screen", SCREENS)
def test_broken_link_opens_the_screen_and_says_what_is_wrong(visit, screen):
    page = visit(f"{screen}?nonsense=%7B&seed={json.dumps('x')}")
    assert page.get_by_role("heading", level=1).is_visible()


def test_every_screen_is_in_the_navigation(visit):
    page = visit()
    links = page.get_by_role("navigation").get_by_role("link")
    assert links.count() == len(SCREENS)
