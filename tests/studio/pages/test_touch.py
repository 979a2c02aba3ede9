"""A finger drags points and draws digits, and the page does not scroll with it."""

import re

import pytest
from tests.studio.pages.conftest import PHONE
from tests.studio.pages.reading import number, shown

from limpid.studio.screens.perceptron import Perceptron
from limpid.studio.screens.playground import Playground


@pytest.fixture
def phone(browser, context, server):
    """Return a function that opens a page on a phone."""
    made = browser.new_context(
        storage_state=context.storage_state(),
        viewport=PHONE,
        has_touch=True,
        is_mobile=True,
    )
    faults = []

    def visit(mark):
        page = made.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"http://127.0.0.1:{server.port}/#{mark}")
        page.locator("[data-ready]").first.wait_for()
        return page

    yield visit
    made.close()
    assert not faults


def swipe(page, start, end, steps=8):
    """Move a finger over the glass; assert that the page stays where it is."""
    glass = page.context.new_cdp_session(page)
    before = page.evaluate("scrollY")

    def touch(kind, *points):
        places = [{"x": x, "y": y} for x, y in points]
        glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": places})

    touch("touchStart", start)
    for i in range(1, steps + 1):
        way = [a + (b - a) * i / steps for a, b in zip(start, end, strict=True)]
        touch("touchMove", way)
        page.wait_for_timeout(20)
    touch("touchEnd")
    page.wait_for_timeout(200)
    assert page.evaluate("scrollY") == before


def middle(locator):
    """Bring an element into view; return its box and its center."""
    locator.evaluate("one => one.scrollIntoView({ block: 'center' })")
    box = locator.bounding_box()
    return box, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def moved(page):
    """Return what the address says of the point that was moved."""
    page.wait_for_url(re.compile("move_point"))
    text = page.evaluate("decodeURIComponent(location.hash)")
    found = re.search(r'"index":(\d+),"x1":([-\d.e]+),"x2":([-\d.e]+)', text)
    return int(found[1]), float(found[2]), float(found[3])


def test_finger_drags_a_point_of_the_perceptron(phone):
    page = phone("perceptron")
    _, start = middle(page.locator('[data-point="0"]'))
    swipe(page, start, (start[0] + 40, start[1] - 90))
    index, x1, x2 = moved(page)
    own = Perceptron()
    before = own.show()
    own.move_point(index, x1, x2)
    assert index == 0
    assert x1 > before.x[0, 0]
    assert x2 > before.x[0, 1]
    after = own.show()
    assert number(page, "score/0") == shown(after.scores[0])
    label = page.locator('[data-point="0"]').get_attribute("aria-label")
    assert f"at {x1:.3g}, {x2:.3g}" in label


def test_finger_drags_a_point_of_the_playground(phone):
    page = phone('playground?data="simple"')
    page.get_by_label("Pointer").select_option("Drag points")
    own = Playground(state=Playground.State(data="simple"))
    plane = page.get_by_role("application")
    box, _ = middle(plane)
    # The plane from -6 to 6 lies within a margin.
    margin = page.evaluate("document.querySelector('.plane .map').offsetLeft")
    scale = (box["width"] - 2 * margin) / 12

    def place(x1, x2):
        return (
            box["x"] + margin + (x1 + 6) * scale,
            box["y"] + margin + (6 - x2) * scale,
        )

    swipe(page, place(*own.problem.x[own.train][0].tolist()), place(3, 4))
    index, x1, x2 = moved(page)
    assert index == 0
    assert (x1, x2) == (pytest.approx(3, abs=0.1), pytest.approx(4, abs=0.1))
    own.move_point(index, x1, x2)
    assert number(page, "loss/train") == shown(own.losses()[0])


def test_finger_draws_a_digit(phone):
    page = phone("lenet?epochs=1")
    page.get_by_role("status").get_by_text("Stopped: 1 epoch.").wait_for()
    box, (x, _) = middle(page.locator("[data-sheet]"))
    sheet = page.locator("[data-sheet]").get_attribute("aria-label")
    strokes, before = (
        int(re.search(r"(\d+) strokes", sheet)[1]),
        number(page, "score/1"),
    )
    top, bottom = (box["y"] + share * box["height"] for share in (0.2, 0.8))
    swipe(page, (x, top), (x, bottom))
    sheet = page.locator("[data-sheet]").get_attribute("aria-label")
    assert int(re.search(r"(\d+) strokes", sheet)[1]) == strokes + 1
    assert number(page, "score/1") != before
