"""Read known arrays out of a `.npz` file without trusting what it says of itself."""

import math
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from limpid.errors import LimpidFileError

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
    with archive.open(f"{name}.npy") as member:
        found = _read_header(member)
        if found != expected:
            raise LimpidFileError(
                f"{archive.filename}: {name} is {found.dtype} of shape {found.shape},"
                f" expected {expected.dtype} of shape {expected.shape}"
            )
        size_bytes = math.prod(expected.shape) * np.dtype(expected.dtype).itemsize
        data = member.read(size_bytes + 1)
    if len(data) != size_bytes:
        raise LimpidFileError(
            f"{archive.filename}: {name} does not have the {size_bytes:,} bytes that"
            " its shape needs"
        )
    return np.frombuffer(data, expected.dtype).reshape(expected.shape)


def _read_header(member: IO[bytes]) -> Declared:
    if npy.read_magic(member) != (1, 0):
        raise LimpidFileError("only version 1.0 of the .npy format is read")
    shape, is_fortran, dtype = npy.read_array_header_1_0(member)
    if is_fortran:
        raise LimpidFileError("arrays in Fortran order are not read")
    return Declared(dtype.name, shape)
