"""CIFAR-10's archive: known members by exact name, streamed, capped."""

import gzip
import io
import tarfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from limpid.datasets.cifar10 import DATASET, parse_records, read_members
from limpid.errors import LimpidFileError

SIZES = {"batches/one.bin": 6, "batches/two.bin": 6}
MOST = 64 << 10


def member(name: str, data: bytes = b"", **header) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for key, value in header.items():
        setattr(info, key, value)
    return info, data


def packed(path, *members) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))


ONE = member("batches/one.bin", b"first ")
TWO = member("batches/two.bin", b"second")


def test_members_are_found_in_any_company(tmp_path):
    path = tmp_path / "set.tar.gz"
    packed(path, member("batches/readme.html", b"hello"), TWO, ONE)
    want = {"batches/one.bin": b"first ", "batches/two.bin": b"second"}
    assert read_members(path, SIZES, MOST) == want


@pytest.mark.parametrize(
    "members",
    [
        (ONE,),
        (ONE, member("batches/two.bin", b"short")),
        (ONE, TWO, ONE),
        (ONE, member("../batches/two.bin", b"second")),
        (ONE, member("/batches/two.bin", b"second")),
        (ONE, member("batches/two.bin", type=tarfile.SYMTYPE, linkname="/etc/passwd")),
        (
            ONE,
            member("batches/two.bin", type=tarfile.LNKTYPE, linkname="batches/one.bin"),
        ),
        (ONE, member("batches/two.bin", type=tarfile.DIRTYPE)),
    ],
    ids=["missing", "short", "twice", "up", "root", "symlink", "hardlink", "folder"],
)
def test_other_members_are_refused_and_nothing_is_written(tmp_path, members):
    path = tmp_path / "set.tar.gz"
    packed(path, *members)
    with pytest.raises(LimpidFileError, match=r"regular file|lacks"):
        read_members(path, SIZES, MOST)
    assert list(tmp_path.iterdir()) == [path]


def test_bomb_before_the_known_members_is_refused(tmp_path):
    path = tmp_path / "set.tar.gz"
    packed(path, member("batches/bomb.bin", bytes(10 << 20)), ONE, TWO)
    with pytest.raises(LimpidFileError, match="more bytes"):
        read_members(path, SIZES, MOST)


def test_declared_size_beyond_the_archive_is_refused(tmp_path):
    path = tmp_path / "set.tar.gz"
    info = tarfile.TarInfo("batches/two.bin")
    info.size = 6
    path.write_bytes(gzip.compress(info.tobuf() + b"sec"))
    with pytest.raises(LimpidFileError):
        read_members(path, SIZES, MOST)


@given(st.binary(max_size=1100), st.booleans())
def test_garbage_gives_a_file_error(tmp_path_factory, data, is_gzip):
    path = tmp_path_factory.mktemp("garbage") / "set.tar.gz"
    path.write_bytes(gzip.compress(data) if is_gzip else data)
    with pytest.raises(LimpidFileError):
        read_members(path, SIZES, MOST)


def test_records_are_a_label_and_three_planes():
    planes = np.arange(3 * 32 * 32, dtype=np.uint32).astype(np.uint8)
    x, y = parse_records(b"\7" + planes.tobytes())
    assert (x.shape, y.tolist()) == ((1, 32, 32, 3), [[7]])
    assert x[0, 1, 2].tolist() == [planes[34], planes[1024 + 34], planes[2048 + 34]]


def test_label_above_nine_is_refused():
    with pytest.raises(LimpidFileError, match="label 10"):
        parse_records(b"\x0a" + bytes(3072))


def test_part_of_a_record_is_refused():
    with pytest.raises(LimpidFileError, match="whole number"):
        parse_records(bytes(3072))


def test_archive_is_the_binary_one_which_holds_no_pickles():
    assert [file.name for file in DATASET.files] == ["cifar-10-binary.tar.gz"]
