"""Spreads of weights, against NumPy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.runs.weight_listener import is_kept, spread_of


@given(st.lists(st.floats(width=32), min_size=1, max_size=50))
def test_every_value_is_counted_once(values):
    spread = spread_of(np.array(values, np.float32))
    assert sum(spread.counts) + spread.not_finite == len(values)
    assert len(spread.counts) == 40


def test_parts_are_numpys():
    values = np.random.default_rng(0).normal(size=500)
    spread = spread_of(values)
    counts, edges = np.histogram(values, 40)
    assert spread.counts == counts.tolist()
    assert (spread.low, spread.high) == (edges[0], edges[-1])


@pytest.mark.parametrize(("epochs", "lines"), [(100, 101), (1000, 321), (10000, 527)])
def test_long_runs_keep_few_epochs(epochs, lines):
    assert sum(map(is_kept, range(epochs + 1))) == pytest.approx(lines, abs=40)
