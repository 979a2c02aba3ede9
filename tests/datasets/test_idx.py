"""IDX files: what they say must fit what they hold."""

import gzip
import struct
import tracemalloc
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from limpid.datasets.idx import gunzip, parse_idx, read_idx
from limpid.errors import LimpidFileError

CODES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def to_idx(array: np.ndarray) -> bytes:
    head = bytes([0, 0, CODES[array.dtype.str[1:]], array.ndim])
    sizes = struct.pack(f">{array.ndim}I", *array.shape)
    return head + sizes + array.astype(array.dtype.newbyteorder(">")).tobytes()


@given(
    npst.arrays(
        st.sampled_from(sorted(CODES)).map(np.dtype),
        npst.array_shapes(max_dims=4, max_side=5),
    )
)
def test_every_array_returns_from_its_bytes(array):
    back = parse_idx(to_idx(array))
    np.testing.assert_array_equal(back, array)
    assert back.dtype == array.dtype


@given(st.binary(max_size=60))
def test_garbage_gives_an_array_or_a_file_error(data):
    with suppress(LimpidFileError):
        assert isinstance(parse_idx(data), np.ndarray)


@given(
    st.binary(max_size=40), st.sampled_from(sorted(CODES.values())), st.integers(0, 9)
)
def test_garbage_behind_a_right_magic_number_does_so_too(data, code, num_axes):
    with suppress(LimpidFileError):
        assert isinstance(parse_idx(bytes([0, 0, code, num_axes]) + data), np.ndarray)


@given(st.binary(max_size=200))
def test_garbage_behind_a_gzip_header_gives_a_file_error(data):
    with pytest.raises(LimpidFileError):
        gunzip(b"\x1f\x8b\x08" + data, 100)


@pytest.mark.parametrize("cut", [1, 5, 15, 20])
def test_cut_file_is_refused(cut):
    whole = to_idx(np.arange(6, dtype=np.uint8).reshape(1, 2, 3))
    with pytest.raises(LimpidFileError, match=r"cut|not an IDX"):
        parse_idx(whole[:cut])


def test_huge_declared_sizes_take_no_memory():
    tracemalloc.start()
    with pytest.raises(LimpidFileError, match="declares"):
        parse_idx(bytes([0, 0, 8, 3]) + b"\xff" * 12 + b"x" * 10)
    assert tracemalloc.get_traced_memory()[1] < 100_000
    tracemalloc.stop()


def test_empty_axis_cannot_hide_huge_ones():
    with pytest.raises(LimpidFileError, match="declares"):
        parse_idx(bytes([0, 0, 8, 3]) + struct.pack(">3I", 0, 2**32 - 1, 2**32 - 1))


def test_gzip_bomb_is_refused_before_twice_its_allowance(tmp_path):
    bomb = tmp_path / "bomb.gz"
    bomb.write_bytes(gzip.compress(bytes(100 << 20)))
    tracemalloc.start()
    with pytest.raises(LimpidFileError, match="unpacks to more"):
        read_idx(bomb)
    # The allowance is 20 times the 100 kB of the file: 2 MB.
    assert tracemalloc.get_traced_memory()[1] < 2 * 20 * bomb.stat().st_size + (1 << 20)
    tracemalloc.stop()


def test_cut_gzip_is_refused():
    whole = gzip.compress(bytes(range(256)))
    with pytest.raises(LimpidFileError, match="cut"):
        gunzip(whole[:-9], 1000)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_gzipped_and_plain_files_read_alike(tmp_path, pack):
    path = tmp_path / "numbers"
    path.write_bytes(pack(to_idx(np.arange(6, dtype=np.uint8))))
    assert read_idx(path).tolist() == [0, 1, 2, 3, 4, 5]


def test_absent_file_is_named(tmp_path):
    with pytest.raises(LimpidFileError, match=r"absent\.gz cannot be read"):
        read_idx(tmp_path / "absent.gz")
