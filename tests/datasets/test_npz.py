"""A .npz file may hold what was declared, and nothing else is read from it."""

import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.datasets._npz import Declared, read_npz
from limpid.errors import LimpidFileError

DECLARED = {"numbers": Declared("int16", (2, 3))}
NUMBERS = np.arange(6, dtype=np.int16).reshape(2, 3)


def npy_bytes(header: str, data: bytes = b"") -> bytes:
    padded = header.ljust(117) + "\n"
    head = b"\x93NUMPY\1\0" + len(padded).to_bytes(2, "little")
    return head + padded.encode() + data


def zipped(path, data: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("numbers.npy", data)


def test_declared_arrays_are_read(tmp_path):
    np.savez_compressed(tmp_path / "a.npz", numbers=NUMBERS, more=[1.0])
    np.testing.assert_array_equal(
        read_npz(tmp_path / "a.npz", DECLARED)["numbers"], NUMBERS
    )


@pytest.mark.parametrize(
    "array", [NUMBERS.T, NUMBERS.astype(np.int32), np.asfortranarray(NUMBERS)]
)
def test_other_types_shapes_and_orders_are_refused(tmp_path, array):
    np.savez(tmp_path / "a.npz", numbers=array)
    with pytest.raises(LimpidFileError, match=r"expected int16 of shape \(2, 3\)"):
        read_npz(tmp_path / "a.npz", DECLARED)


def test_missing_array_is_named(tmp_path):
    np.savez(tmp_path / "a.npz", other=NUMBERS)
    with pytest.raises(LimpidFileError, match=r"numbers\.npy"):
        read_npz(tmp_path / "a.npz", DECLARED)


def test_objects_are_never_unpickled(tmp_path):
    np.savez(tmp_path / "a.npz", numbers=np.array([print, None], dtype=object))
    with pytest.raises(LimpidFileError, match="expected int16"):
        read_npz(tmp_path / "a.npz", DECLARED)


@pytest.mark.parametrize(
    "data",
    [
        npy_bytes(
            "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }", b"short"
        ),
        npy_bytes(
            "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }", bytes(99)
        ),
        npy_bytes("{'descr': '<i2', 'fortran_order': False, 'shape': (9**9, 9**9), }"),
        npy_bytes("{'descr': '<i2', 'fortran_order': False, 'shape': (10**15,), }"),
        npy_bytes("__import__('os').abort()"),
        npy_bytes("(" * 100),
        b"\x93NUMPY\3\0\xff\xff\xff\xff",
    ],
)
def test_crafted_members_are_refused(tmp_path, data):
    zipped(tmp_path / "a.npz", data)
    with pytest.raises(LimpidFileError):
        read_npz(tmp_path / "a.npz", DECLARED)


def test_zip_bomb_is_read_no_further_than_declared(tmp_path):
    header = "{'descr': '<i2', 'fortran_order': False, 'shape': (2, 3), }"
    zipped(tmp_path / "a.npz", npy_bytes(header, bytes(50 << 20)))
    with pytest.raises(LimpidFileError, match="12 bytes"):
        read_npz(tmp_path / "a.npz", DECLARED)


@given(st.binary(max_size=300))
def test_garbage_gives_a_file_error(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("garbage")
    (folder / "plain.npz").write_bytes(data)
    zipped(folder / "zipped.npz", data)
    for path in folder.iterdir():
        with pytest.raises(LimpidFileError):
            read_npz(path, DECLARED)
