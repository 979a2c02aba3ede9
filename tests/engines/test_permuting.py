"""The native engine shuffles as the reference does."""

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
