"""Read known arrays out of a `.npz` file without trusting what it says of itself."""

import math
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from limpid.errors import LimpidFileError

_NPY_1_0 = b"\x93NUMPY\x01\x00"
_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, KeyError)


class Declared(NamedTuple):
    """What an array in the file must be, else it is refused before it is read."""

    dtype: str
    shape: tuple[int, ...]


def read_npz(path: Path, declared: Mapping[str, Declared]) -> dict[str, NDArray[Any]]:
    """Return the declared arrays of a `.npz` file; the others are not touched.

    Nothing is unpickled, and no memory is taken for a size that was not declared.

    Raises:
        LimpidFileError: The file is damaged, lacks an array, or holds another type or
            shape than declared.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return {
                name: _read_member(archive, name, expected)
                for name, expected in declared.items()
            }
    except LimpidFileError:
        raise
    # NotImplementedError and RuntimeError: unknown compression, encrypted members.
    except (*_DAMAGE, NotImplementedError, RuntimeError) as error:
        raise LimpidFileError(f"{path} is not a sound .npz file: {error}") from error


def _read_member(
    archive: zipfile.ZipFile, name: str, expected: Declared
) -> NDArray[Any]:
    dtype = np.dtype(expected.dtype).newbyteorder("<")
    size_bytes = math.prod(expected.shape) * dtype.itemsize
    with archive.open(f"{name}.npy") as member:
        _check_header(member, f"{archive.filename}: {name}", dtype, expected)
        data = member.read(size_bytes + 1)
    if len(data) != size_bytes:
        raise LimpidFileError(
            f"{archive.filename}: {name} does not have the {size_bytes:,} bytes that"
            " its shape needs"
        )
    return np.frombuffer(data, dtype).reshape(expected.shape)


def _check_header(
    member: IO[bytes], name: str, dtype: np.dtype[Any], expected: Declared
) -> None:
    """Compare the header, which is Python text, instead of parsing it."""
    entries = f"'descr': '{dtype.str}', 'fortran_order': False"
    wanted = f"{{{entries}, 'shape': {expected.shape}, }}".encode()
    start = member.read(len(_NPY_1_0) + 2)
    found = member.read(int.from_bytes(start[-2:], "little")).rstrip()
    if not start.startswith(_NPY_1_0) or found != wanted:
        raise LimpidFileError(
            f"{name} starts with {found[:100]!r}, expected {expected.dtype} of shape"
            f" {expected.shape} in a .npy file of version 1.0"
        )
