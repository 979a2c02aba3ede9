"""The report needs nothing from outside, and shows every mistake."""

import base64
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from math import inf, nan
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from limpid.runs import examine
from limpid.runs.report.axis import Axis, ticks
from limpid.runs.report.confusion import confusion_table
from limpid.runs.report.gallery import picture_address
from limpid.runs.report.line_chart import line_chart
from limpid.runs.report.markup import element, number
from limpid.runs.report.write_report import write_report

VOID = {"meta", "img", "br", "hr", "link", "input"}
HOSTILE = '<script>alert("1")</script>'


class Page(HTMLParser):
    """Reads a page; fails if tags do not match."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.texts = [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


@pytest.fixture(scope="module")
def page(finished):
    return Page(finished[1].report_file.read_text(encoding="utf-8"))


def test_page_asks_for_nothing_from_outside(finished, page):
    addresses = [
        value
        for _, attributes in page.tags
        for name, value in attributes.items()
        if name in {"src", "href", "srcset", "action", "poster"}
    ]
    assert all(address.startswith("data:image/png;base64,") for address in addresses)
    assert not {"script", "link", "iframe", "object", "base"} & {
        t for t, _ in page.tags
    }
    text = finished[1].report_file.read_text(encoding="utf-8")
    assert "@import" not in text
    assert "url(" not in text


def test_every_mistake_is_shown_with_both_answers(finished, page):
    training, _ = finished
    examination = examine(training)
    said = [attributes["alt"] for tag, attributes in page.tags if tag == "img"]
    expected = [
        f"Test example {i}: {examination.labels[i]}, taken for {examination.answers[i]}"
        for i in examination.mistakes
    ]
    assert len(said) == len(expected) > 0
    assert all(a.startswith(b) for a, b in zip(said, expected, strict=True))


def test_page_names_licence_and_authors_of_the_data(page):
    text = " ".join(page.texts)
    assert "CC BY 4.0" in text
    assert "Alpaydin" in text


def test_page_gives_the_command_that_makes_the_run_again(page):
    assert "limpid train digits --seed=1 --set=epochs=2" in page.texts


def test_charts_say_in_words_what_they_show(page):
    titles = [
        text for text in page.texts if re.match(r"(loss|accuracy) over 2 ep", text)
    ]
    assert len(titles) == 2


def test_names_are_text_and_never_markup(finished, tmp_path):
    training, directory = finished
    recipe = replace(training.recipe, title=HOSTILE, source=HOSTILE)
    dataset = replace(
        training.dataset, title=HOSTILE, licence=HOSTILE, classes=(HOSTILE,) * 10
    )
    hostile = replace(training, recipe=recipe, dataset=dataset)
    copy = replace(directory, path=tmp_path)
    for file in directory.path.glob("*.json*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    write_report(hostile, examine(hostile), directory.result(), copy)
    page = Page(copy.report_file.read_text(encoding="utf-8"))
    assert "script" not in {tag for tag, _ in page.tags}
    assert HOSTILE in page.texts


@given(st.text())
def test_text_and_attributes_come_back_as_they_were(text):
    printable = "".join(c for c in text if c.isprintable())
    tree = ET.fromstring(element("p", text=printable, title=printable))  # noqa: S314
    assert (tree.text or "") == printable
    assert tree.get("title") == printable


@given(
    st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(min_value=2, max_value=10)
)
def test_ticks_are_few_increasing_and_within_the_range(low, width, count):
    high = low + width
    places = ticks(low, high, count)
    assert len(places) <= count + 1
    assert places == sorted(set(places))
    slack = width * 1e-6 + 1e-9
    assert all(low - slack <= place <= high + slack for place in places)


def test_axis_maps_its_ends_to_its_places():
    axis = Axis(1, 3, 200, 100)
    assert [axis.place(v) for v in (1, 2, 3)] == [200, 150, 100]


@pytest.mark.parametrize(
    "values", [[0.5], [1.0, 1.0], [nan, nan], [inf, 1.0, nan], [0.0, 0.0], [-5e-9, 5e9]]
)
def test_chart_can_draw_any_values(values):
    epochs = [float(i + 1) for i in range(len(values))]
    text = line_chart("loss", epochs, {"training": values})
    tree = ET.fromstring(text)  # noqa: S314
    drawn = " ".join(" ".join(e.attrib.values()) for e in tree.iter())
    assert "nan" not in drawn
    assert "inf" not in drawn


def test_long_chart_has_a_bounded_number_of_zones():
    epochs = [float(i) for i in range(10_000)]
    text = line_chart("loss", epochs, {"training": epochs})
    assert text.count('class="zone"') <= 240


def test_confusion_table_has_every_count():
    counts = np.array([[5, 1], [0, 7]])
    tree = ET.fromstring(confusion_table(counts, ("a", "b")))  # noqa: S314
    cells = [cell.text for cell in tree.iter("td")]
    assert cells == [None, "5", "1", "·", "7"]


@pytest.mark.parametrize("shape", [(3, 4), (3, 4, 1), (3, 4, 3)])
def test_picture_address_holds_the_pixels(shape):
    pixels = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)
    address = picture_address(pixels, 255)
    png = base64.b64decode(address.removeprefix("data:image/png;base64,"))
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(png))), pixels.squeeze())


@pytest.mark.parametrize(
    ("value", "text"),
    [(61706, "61,706"), (0.1234567, "0.1235"), (2e-7, "2e-07"), (nan, "nan")],
)
def test_numbers_are_short(value, text):
    assert number(value) == text
