"""Philox4x32-10 against the known answers of its authors' library, Random123."""

import numpy as np
import pytest

from limpid.ops.random_bits import BLOCK, RandomBits, philox

ONES = 0xFFFFFFFF
PI_COUNTER = (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344)
PI_KEY = (0xA4093822, 0x299F31D0)

KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 4, (ONES,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (PI_COUNTER, PI_KEY, (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_words_are_the_published_ones(counter, key, words):
    counters = np.array(counter, np.uint64)[:, None]
    assert tuple(philox(counters, np.array(key, np.uint32))[0]) == words


def test_word_depends_on_its_number_alone():
    key = np.array([1, 2, 3, 4], np.uint32)
    many = RandomBits((4 * BLOCK + 7,)).reference(key)
    few = RandomBits((2, 3)).reference(key)
    np.testing.assert_array_equal(few.reshape(-1), many[:6])
    one = philox(np.array([[BLOCK], [0], [3], [4]], np.uint64), key[:2])
    np.testing.assert_array_equal(one[0], many[4 * BLOCK : 4 * BLOCK + 4])


@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (5,)])
def test_any_shape_can_be_asked_for(shape):
    bits = RandomBits(shape).reference(np.zeros(4, np.uint32))
    assert bits.shape == shape
    assert bits.dtype == np.uint32
