"""A typed number is right as far as it was written, or wrong for a reason."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.studio.screens._marking import Slip, mark


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("0.68", 0.680267),
        ("0,68", 0.680267),
        ("−12", -12),
        ("1/4", 0.25),
        ("0.3*(1-0.3)", 0.21),
        ("-2.406e-3", -0.00240962),
        ("0", 0.0),
        ("[1, -2.5]", [1, -2.5]),
        ("[[1, 2], [3, 4]]", [[1, 2], [3, 4]]),
    ],
)
def test_right_answers_are_taken_as_people_write_them(text, exact):
    assert mark(text, exact, "").right


@pytest.mark.parametrize(
    ("text", "exact", "words"),
    [
        ("many", 1.0, "no number"),
        ("__import__('os')", 1.0, "no number"),
        ("", 1.0, "no number"),
        ("1/0", 1.0, "no number"),
        ("0.25", -0.25, "the sign is not"),
        ("0.025", 0.25, "decimal point"),
        ("0.247", 0.25, "more digits"),
        ("[1, 2, 3]", [1, 2], "shape"),
        ("[1, 5]", [1, 2], "1 of 2 are right; look at element [2]"),
        ("0.7", 0.680267, "more digits"),
        ("7", 3.0, "Not so. It is x + y."),
    ],
)
def test_wrong_answers_say_what_is_wrong(text, exact, words):
    found = mark(text, exact, "x + y")
    assert not found.right
    assert words in found.reason


def test_a_known_slip_is_named():
    slips = [Slip(6.0, "That is the product.")]
    assert mark("6", 5.0, "x + y", slips).reason == "That is the product."


@given(st.floats(-1e6, 1e6).filter(lambda x: abs(x) > 1e-4))
def test_what_the_page_rounds_to_five_digits_is_right(value):
    assert mark(f"{value:.5g}", value, "").right
    assert not mark(f"{value * 1.5:.5g}", value, "").right


@given(st.text(max_size=40))
def test_no_text_breaks_the_marking(text):
    assert isinstance(mark(text, np.float64(0.3), "").right, bool)
