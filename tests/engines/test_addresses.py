import numpy as np
import pytest

from limpid.engines.native.addresses import address_of

READ_ONLY = np.broadcast_to(np.float32(1), (2, 3))
ARRAYS = {
    "plain": np.zeros((2, 3), np.float32),
    "a number": np.zeros((), np.int64),
    "truth values": np.zeros(5, bool),
    "rows within": np.zeros((4, 3))[2:],
    "read only": READ_ONLY,
    "empty": np.zeros((0, 3)),
    "columns first": np.zeros((3, 2)).T,
    "every other": np.zeros(8)[1::2],
}


@pytest.mark.parametrize("name", ARRAYS)
def test_address_is_where_numpy_says_the_array_begins(name: str) -> None:
    array = ARRAYS[name]
    assert address_of(array) == array.__array_interface__["data"][0]


def test_array_whose_address_was_found_can_still_be_resized() -> None:
    array = np.zeros(4)
    address_of(array)
    array.resize(8, refcheck=False)
    assert array.shape == (8,)
