"""Drawings: what a pen leaves, and how it becomes a picture as MNIST's are."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limpid.datasets import centered_digit, digits, digits28, ink
from limpid.errors import DataError

SHARES = st.floats(0.1, 0.9)
STROKES = st.lists(
    st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=6), min_size=1, max_size=4
)


def distance_to(segment, x, y):
    """Return the distance to a line by trying many points of it."""
    (x1, y1), (x2, y2) = segment
    shares = np.linspace(0, 1, 400)
    return np.hypot(x1 + shares * (x2 - x1) - x, y1 + shares * (y2 - y1) - y).min()


@settings(max_examples=20, deadline=None)
@given(strokes=STROKES, place=st.tuples(st.integers(0, 31), st.integers(0, 31)))
def test_ink_is_full_near_a_stroke_and_absent_far_from_it(strokes, place):
    drawn = ink(strokes, side=32, pen=0.1)
    row, column = place
    segments = [pair for stroke in strokes for pair in pairwise([*stroke, stroke[-1]])]
    x, y = (column + 0.5) / 32, (row + 0.5) / 32
    far = 32 * min(distance_to(segment, x, y) for segment in segments)
    assert drawn[row, column] == pytest.approx(np.clip(2.1 - far, 0, 1), abs=0.05)


def test_dot_is_round_and_strokes_over_the_edge_are_cut():
    dot = ink([[(0.5, 0.5)]], side=20, pen=0.5)
    assert np.array_equal(dot, dot.T)
    assert dot.sum() == pytest.approx(np.pi * 25, rel=0.02)
    assert ink([[(-5, -5), (-4, -4)]], side=8).sum() == 0
    assert ink([], side=8).sum() == 0


@pytest.mark.parametrize("stroke", [[], [1, 2, 3], [(0, float("nan"))]])
def test_stroke_that_is_none_is_refused(stroke):
    with pytest.raises(DataError, match="stroke"):
        ink([stroke])


@settings(max_examples=30, deadline=None)
@given(strokes=STROKES)
def test_centered_digit_fills_the_box_with_its_weight_in_the_middle(strokes):
    found = centered_digit(ink(strokes))
    picture = found.picture
    rows = np.flatnonzero(picture.max(axis=1) > 0)
    columns = np.flatnonzero(picture.max(axis=0) > 0)
    sizes = rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1
    assert max(sizes) == 20
    assert picture.min() >= 0
    assert picture.max() <= 1 + 1e-9
    middles = np.arange(28) + 0.5
    centers = [picture.sum(axis=a) @ middles / picture.sum() for a in (1, 0)]
    for center, size, taken in zip(centers, sizes, (rows, columns), strict=True):
        at_border = taken[0] == 0 or taken[-1] == 27
        assert abs(center - 14) <= 0.5 + 1e-9 or at_border, size


@given(move=st.tuples(st.integers(-15, 15), st.integers(-15, 15)))
def test_place_in_the_drawing_makes_no_difference(move):
    drawing = ink([[(0.4, 0.3), (0.5, 0.7)], [(0.4, 0.5), (0.6, 0.5)]])
    moved = centered_digit(np.roll(drawing, move, axis=(0, 1)))
    assert moved.picture == pytest.approx(centered_digit(drawing).picture)
    assert moved.top == centered_digit(drawing).top + move[0]


def test_proportions_are_kept():
    drawing = np.zeros((100, 100))
    drawing[10:90, 40:50] = 1
    found = centered_digit(drawing)
    assert (found.top, found.left, found.height, found.width) == (10, 40, 80, 10)
    assert (found.row, found.column) == (50, 45)
    columns = np.flatnonzero(found.picture.max(axis=0))
    assert len(columns) == round(10 * 20 / 80)


def test_shrinking_keeps_the_mean_ink():
    drawing = np.random.default_rng(0).random((200, 200)) + 0.1
    picture = centered_digit(drawing, side=20).picture
    assert picture.mean() == pytest.approx(drawing.mean(), rel=0.01)


def test_empty_drawing_is_refused():
    with pytest.raises(DataError, match="no ink"):
        centered_digit(np.zeros((50, 50)))


def test_enlarged_digits_are_the_small_ones():
    (x, y), (x_test, _) = digits28.load_data()
    (small, labels), _ = digits.load_data()
    assert x.shape == (1438, 28, 28)
    assert x_test.shape == (359, 28, 28)
    assert np.array_equal(y, labels)
    # Cells that share their ink with the drawing: both in the box of 20 pixels.
    box = x[:, 4:24, 4:24].reshape(-1, 10, 2, 10, 2).mean(axis=(2, 4))
    wide = np.kron(small, np.ones((1, 5, 5))).reshape(-1, 10, 4, 10, 4).mean((2, 4))
    alike = [
        np.corrcoef(a.ravel(), b.ravel())[0, 1] for a, b in zip(box, wide, strict=True)
    ]
    assert np.median(alike) > 0.7
