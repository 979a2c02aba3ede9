"""CIFAR-10: 60,000 color photographs, 32 x 32, in ten classes."""

import gzip
import tarfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from limpid.datasets._jpeg import decode
from limpid.datasets._npz import Declared, read_npz
from limpid.datasets.dataset import (
    Array,
    Dataset,
    Examples,
    Packing,
    RemoteFile,
    Splits,
)
from limpid.datasets.fetch import load
from limpid.errors import LimpidFileError

_TRAIN_MEMBERS = [f"cifar-10-batches-bin/data_batch_{part}.bin" for part in range(1, 6)]
_TEST_MEMBER = "cifar-10-batches-bin/test_batch.bin"
# A label, then 32 x 32 red, green and blue values.
_RECORD_BYTES = 1 + 3 * 32 * 32
_MEMBER_BYTES = 10_000 * _RECORD_BYTES
# Six members, and 1 MiB for tar headers and the two small texts beside them.
_MOST_BYTES = 6 * _MEMBER_BYTES + (1 << 20)
_CLASSES = (
    *("airplane", "automobile", "bird", "cat", "deer"),
    *("dog", "frog", "horse", "ship", "truck"),
)
_DAMAGE = (tarfile.TarError, OSError, EOFError, ValueError, zlib.error, RecursionError)
_DECODED_AT_ONCE = 1000


class _CappedGzip(gzip.GzipFile):
    """A gzip stream that refuses to give more than `most` bytes."""

    def __init__(self, path: Path, most: int) -> None:
        super().__init__(path)
        self.left = most

    def read(self, size: int | None = -1) -> bytes:
        # One byte more than is left is enough to know that it is too much.
        wanted = self.left + 1 if size is None or size < 0 else size
        data = super().read(min(wanted, self.left + 1))
        self.left -= len(data)
        if self.left < 0:
            raise LimpidFileError("it unpacks to more bytes than CIFAR-10 has")
        return data


def read_members(path: Path, sizes: dict[str, int], most: int) -> dict[str, bytes]:
    """Return the named members of a `.tar.gz`, streamed; nothing touches the disk.

    Args:
        path: The archive.
        sizes: Exact size in bytes of each member wanted, by its exact name.
        most: Bytes that the archive may unpack to, in all.

    Raises:
        LimpidFileError: The archive is damaged, lacks a member, holds one twice, as a
            link, or of another size, or unpacks to more than `most` bytes.
    """
    found: dict[str, bytes] = {}
    try:
        with _CappedGzip(path, most) as stream:
            # One block at a time: tarfile's default of 20 reads past a small archive.
            archive = tarfile.open(  # noqa: SIM115 - reads `stream`, owns nothing
                fileobj=stream, mode="r|", bufsize=tarfile.BLOCKSIZE
            )
            for member in archive:
                if member.name in sizes:
                    found[member.name] = _read_member(archive, member, sizes, found)
    except _DAMAGE as error:
        raise LimpidFileError(
            f"{path} is not a sound CIFAR-10 archive: {error}"
        ) from error
    missing = sorted(sizes.keys() - found.keys())
    if missing:
        raise LimpidFileError(
            f"{path} is not a CIFAR-10 archive: it lacks {missing[0]}"
        )
    return found


def _read_member(
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    sizes: dict[str, int],
    found: dict[str, bytes],
) -> bytes:
    size = sizes[member.name]
    stream = archive.extractfile(member) if member.isreg() else None
    if stream is None or member.size != size or member.name in found:
        raise LimpidFileError(
            f"{member.name} is not one regular file of {size:,} bytes"
        )
    return stream.read(size)


def parse_records(data: bytes) -> Examples:
    """Return pictures (n, 32, 32, 3) and labels (n, 1) from CIFAR-10 records.

    Raises:
        LimpidFileError: Not a whole number of records, or a label above 9.
    """
    if len(data) % _RECORD_BYTES:
        raise LimpidFileError(
            f"{len(data):,} bytes are no whole number of records of {_RECORD_BYTES}"
        )
    records = np.frombuffer(data, np.uint8).reshape(-1, _RECORD_BYTES)
    labels = records[:, :1]
    if np.any(labels >= len(_CLASSES)):
        raise LimpidFileError(f"label {labels.max()} in CIFAR-10, expected 0 to 9")
    planes = records[:, 1:].reshape(-1, 3, 32, 32)
    return np.ascontiguousarray(planes.transpose(0, 2, 3, 1)), labels.copy()


def _read_archive(paths: Sequence[Path]) -> Splits:
    sizes = dict.fromkeys([*_TRAIN_MEMBERS, _TEST_MEMBER], _MEMBER_BYTES)
    members = read_members(paths[0], sizes, _MOST_BYTES)
    train = b"".join(members.pop(name) for name in _TRAIN_MEMBERS)
    return parse_records(train), parse_records(members[_TEST_MEMBER])


def read_coefficients(path: Path, num_images: int) -> Examples:
    """Return pictures and labels from a file of JPEG coefficients (see `_jpeg`).

    Raises:
        LimpidFileError: The file is damaged or holds other arrays.
    """
    arrays = read_npz(
        path,
        {
            "coef_lo": Declared("int16", (6, 24, num_images)),
            "coef_hi": Declared("int8", (58, 24, num_images)),
            "qtable": Declared("uint8", (2, 64)),
            "label": Declared("uint8", (num_images,)),
        },
    )
    pictures = np.empty((num_images, 32, 32, 3), np.uint8)
    for start in range(0, num_images, _DECODED_AT_ONCE):
        some = slice(start, start + _DECODED_AT_ONCE)
        pictures[some] = _decode_some(arrays, some)
    return pictures, arrays["label"].reshape(-1, 1).copy()


def _decode_some(arrays: dict[str, Array], some: slice) -> Array:
    low, high = arrays["coef_lo"][:, :, some], arrays["coef_hi"][:, :, some]
    # (coefficient, block, picture) -> (picture, block, coefficient)
    coefficients = np.concatenate([low, high.astype(np.int16)]).transpose(2, 1, 0)
    return decode(coefficients, arrays["qtable"])


def _read_jpeg_packing(paths: Sequence[Path]) -> Splits:
    train, test = paths
    return read_coefficients(train, 50_000), read_coefficients(test, 10_000)


# A mirror may hold JPEG copies (quality 75, chroma halved) instead of the true pixels.
_JPEG_FILES = (
    RemoteFile(
        "cifar10-train-jpegdct.npz",
        "3c9de6f291fe814826d99558d9035c7c60a0ec627d951a0934a80cd3d2c95b9f",
        16_932_821,
    ),
    RemoteFile(
        "cifar10-test-jpegdct.npz",
        "b364da6a08643a6f6288198a0b3b717b00481fdcaf7b83c75ea2a5eeadf7e77c",
        3_487_882,
    ),
)

DATASET = Dataset(
    name="cifar10",
    title="CIFAR-10: color photographs, 32 x 32, 50,000 to train on and 10,000 to test",
    licence="none stated; the publisher asks to cite the report",
    citation=(
        "A. Krizhevsky, Learning multiple layers of features from tiny images,"
        " technical report, University of Toronto, 2009"
    ),
    home="https://www.cs.toronto.edu/~kriz/cifar.html",
    reader=_read_archive,
    shapes=((50_000, 32, 32, 3), (50_000, 1), (10_000, 32, 32, 3), (10_000, 1)),
    files=(
        RemoteFile(
            "cifar-10-binary.tar.gz",
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            170_052_171,
            ("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",),
            redirect_hosts=("cave.cs.toronto.edu",),
        ),
    ),
    alternatives=(
        Packing(
            _JPEG_FILES,
            _read_jpeg_packing,
            note="the pixels are those of JPEG copies of quality 75, not the originals",
        ),
    ),
    classes=_CLASSES,
)


def load_data() -> Splits:
    """Return CIFAR-10 as Keras does: `(x_train, y_train), (x_test, y_test)`.

    Pixels and labels are uint8. From a mirror that holds JPEG copies, the pixels are
    those of a JPEG decoder and the classes take turns: report such results as
    "CIFAR-10 (JPEG q75)", and shuffle before training.

    Shapes:
        x_train: (50000, 32, 32, 3); y_train: (50000, 1); x_test: (10000, 32, 32, 3);
        y_test: (10000, 1)

    Raises:
        LimpidFileError: The files cannot be had, or are not the published ones.
    """
    return load(DATASET)
