"""The native engine shuffles as the reference does."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from limpid.engines import get_engine
from limpid.random import permutation


@given(
    count=st.integers(1, 3000),
    seed=st.integers(0, 2**40),
    step=st.integers(0, 2**31),
)
def test_native_orders_are_those_of_the_reference(count, seed, step):
    order = get_engine("native").permutation(count, seed, step)
    np.testing.assert_array_equal(order, permutation(count, seed, step))


def test_an_order_stays_when_the_next_is_drawn():
    draw = get_engine("native").permutation
    first = draw(50, 1, 0)
    draw(50, 1, 1)
    np.testing.assert_array_equal(first, permutation(50, 1, 0))


def test_every_order_is_as_likely():
    draw = get_engine("native").permutation
    orders = [tuple(draw(4, 3, step)) for step in range(24_000)]
    counts = np.array(list(Counter(orders).values()))
    assert len(counts) == 24
    # Of 23 degrees of freedom: larger once in a thousand seeds.
    assert ((counts - 1000) ** 2 / 1000).sum() < 49.7
