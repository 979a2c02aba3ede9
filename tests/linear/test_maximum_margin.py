"""The widest gap between two classes, against all lines there are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from limpid.errors import DataError
from limpid.linear import maximum_margin


def margin(x, y, weights, bias):
    return np.min(y * (x @ weights + bias)) / np.linalg.norm(weights)


@settings(max_examples=30)
@given(st.integers(0, 200))
def test_no_line_is_farther_from_both_classes(seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(12, 2)) + np.repeat([[2, 1], [-2, -1]], 6, axis=0)
    y = np.repeat([1, -1], 6)
    try:
        weights, bias = maximum_margin(x, y)
    except DataError:
        return
    best = margin(x, y, weights, bias)
    assert best == pytest.approx(1 / np.linalg.norm(weights), rel=1e-6)
    angles = np.linspace(0, 2 * np.pi, 5000)
    scores = x @ np.stack([np.cos(angles), np.sin(angles)])
    gaps = scores[y > 0].min(0) - scores[y < 0].max(0)
    assert gaps.max() / 2 <= best * (1 + 1e-9)
    assert gaps.max() / 2 >= best * 0.99


def test_classes_that_no_line_separates_are_said_so():
    with pytest.raises(DataError, match="No line separates"):
        maximum_margin([[0, 0], [0, 1], [1, 0], [1, 1]], [-1, 1, 1, -1])
