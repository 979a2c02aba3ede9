"""The page on where neural networks come from says what the lectures say."""

import re
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "background.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="needs the documentation")


def text():
    return PAGE.read_text(encoding="utf-8")


def test_five_parts_of_a_nerve_cell_have_their_terms():
    """NEU-01."""
    rows = [line for line in text().splitlines() if line.startswith("| ")][1:6]
    pairs = [
        ("dendrites", "inputs"), ("synapse", "weight"), ("soma", "sum"),
        ("action potential", "activation"), ("axon", "output"),
    ]  # fmt: skip
    for row, (part, term) in zip(rows, pairs, strict=True):
        assert part in row
        assert term in row
    assert "above 0 it excites, below 0 it inhibits" in rows[1]
    assert "The analogy ends soon" in text()


def test_history_has_its_six_dates():
    """NEU-23."""
    history = text().partition("## Six dates")[2].partition("##")[0]
    years = re.findall(r"^\| ([\d, ]+) \|", history, re.MULTILINE)
    assert years == ["1943", "1958", "1969", "1974, 1986", "2006", "2012"]
    assert "1990" not in text()


def test_reading_list_links_and_fetches_nothing():
    """EXR-17."""
    reading = text().partition("## To read on")[2]
    for name in ("Hinton", "CS231n", "Nielsen", "Karpathy", "Olah"):
        assert re.search(rf"{name}.*\]\(https?://", reading)
    assert "![" not in reading
