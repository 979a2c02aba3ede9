"""The IDX format of MNIST: a magic number, big-endian sizes, then the elements."""

import math
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.errors import LimpidFileError

__all__ = ["parse_idx", "read_idx"]

_DTYPES = {0x08: "u1", 0x09: "i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
# NumPy 1 stops at 32 axes.
_MOST_AXES = 32
_GZIP_MAGIC = b"\x1f\x8b"
# Real images shrink to a fifth; 20 leaves room, and stops a bomb of zeros (1:1000).
_LARGEST_EXPANSION = 20
_ALWAYS_ALLOWED_BYTES = 1 << 20


def gunzip(data: bytes, max_bytes: int) -> bytes:
    """Decompress one gzip member, refusing more than `max_bytes` of output.

    Raises:
        LimpidFileError: The data is no gzip, is cut, or unpacks to too much.
    """
    # 31: 15 for the largest window, and 16 for a gzip header.
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(data, max_bytes + 1)
    except zlib.error as error:
        raise LimpidFileError(f"the gzip data is damaged ({error})") from error
    if len(unpacked) > max_bytes:
        raise LimpidFileError(
            f"the gzip data unpacks to more than {max_bytes:,} bytes: it is not what"
            " it claims to be"
        )
    if not unpacker.eof:
        raise LimpidFileError("the gzip data is cut: its end is missing")
    return unpacked


def parse_idx(data: bytes) -> NDArray[Any]:
    """Return the array that IDX bytes describe, in native byte order.

    Raises:
        LimpidFileError: Wrong magic number, or sizes that do not fit the bytes left.

    Source:
        Y. LeCun, "The MNIST database of handwritten digits", file formats.

    Example:
        >>> parse_idx(bytes([0, 0, 8, 1, 0, 0, 0, 2, 7, 9]))
        array([7, 9], dtype=uint8)
    """
    magic = data[:4]
    if len(magic) < 4 or magic[:2] != b"\0\0" or magic[2] not in _DTYPES:
        raise LimpidFileError(
            f"not an IDX file: it starts with {magic.hex(' ') or 'nothing'}, expected"
            " 00 00, a type code from 08 to 0e and a number of axes"
        )
    num_axes = magic[3]
    if not 1 <= num_axes <= _MOST_AXES:
        raise LimpidFileError(
            f"the IDX file declares {num_axes} axes, expected 1 to {_MOST_AXES}"
        )
    start = 4 + 4 * num_axes
    if len(data) < start:
        raise LimpidFileError(f"the IDX file is cut within its {num_axes} sizes")
    shape = struct.unpack_from(f">{num_axes}I", data, 4)
    dtype = np.dtype(_DTYPES[magic[2]])
    declared = math.prod(shape) * dtype.itemsize
    # No axis may be empty: 0 x 4294967295 x 4294967295 would pass for no bytes at all.
    if declared != len(data) - start or not declared:
        raise LimpidFileError(
            f"the IDX file declares {declared:,} bytes for its shape {shape} but holds"
            f" {len(data) - start:,}: it is cut or damaged"
        )
    elements = np.frombuffer(data, dtype, offset=start)
    return elements.astype(dtype.newbyteorder("=")).reshape(shape)


def read_idx(path: Path) -> NDArray[Any]:
    """Return the array in an IDX file, gzipped or plain.

    Raises:
        LimpidFileError: The file is unreadable, damaged, or unpacks to over 20 times
            its size.
    """
    try:
        data = path.read_bytes()
        if data.startswith(_GZIP_MAGIC):
            most = max(_LARGEST_EXPANSION * len(data), _ALWAYS_ALLOWED_BYTES)
            data = gunzip(data, most)
        return parse_idx(data)
    except LimpidFileError as error:
        raise LimpidFileError(f"{path}: {error}") from error
    except OSError as error:
        raise LimpidFileError(f"{path} cannot be read ({error.strerror})") from error
