"""Probabilities made warmer and colder, and how open they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.errors import ConfigError
from limpid.explanations import entropy, tempered

LOGITS = st.lists(st.floats(-20, 20), min_size=2, max_size=8)


@given(LOGITS, st.floats(0.05, 20))
def test_they_are_numpys(logits, temperature):
    z = np.array(logits) / temperature
    want = np.exp(z - z.max())
    want /= want.sum()
    np.testing.assert_allclose(tempered(logits, temperature), want, rtol=1e-9)
    kept = want[want > 0]
    open_ = -np.sum(kept * np.log(kept))
    assert entropy(logits, temperature) == pytest.approx(open_, rel=1e-6, abs=1e-9)


@given(LOGITS)
def test_entropy_rises_with_temperature(logits):
    """LMG-09: from nothing at 0 towards the logarithm of the number of classes."""
    found = [entropy(logits, t) for t in (0, 0.1, 0.5, 1, 2, 10, 1e6)]
    assert np.all(np.diff(found) >= -1e-9)
    assert found[0] == 0
    assert found[-1] == pytest.approx(np.log(len(logits)), abs=1e-6)


def test_nothing_is_open_at_zero():
    """LMG-09: temperature 0 is argmax."""
    assert tempered([[0.1, 0.3, 0.2], [2, 1, 0]], 0).tolist() == [[0, 1, 0], [1, 0, 0]]
    with pytest.raises(ConfigError, match="-1"):
        tempered([0.0], -1)
