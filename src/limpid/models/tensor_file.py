"""Safetensors files: equal contents, equal bytes; read with every claim checked."""

import hashlib
import json
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Annotated, Any, BinaryIO, Literal

import msgspec
import numpy as np

from limpid.errors import LimpidFileError
from limpid.graph.op import Array
from limpid.models.atomic import write_atomically

MAX_HEADER_BYTES = 16 * 2**20
MAX_TENSORS = 100_000
MAX_NDIM = 32
NAME_PATTERN = re.compile(r"[A-Za-z0-9_./-]{1,200}")
DTYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "I64": "<i8", "I32": "<i4", "I16": "<i2",
    "I8": "<i1", "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "<u1", "BOOL": "|b1",
}  # fmt: skip

# What files of other kinds begin with.
FOREIGN = {
    b"PK\x03\x04": "a zip archive, perhaps of Keras or PyTorch",
    b"\x89HDF\r\n\x1a\n": "an HDF5 file, perhaps of Keras",
    b"\x80\x02": "a pickle", b"\x80\x03": "a pickle", b"\x80\x04": "a pickle",
    b"\x80\x05": "a pickle", b"\x93NUMPY": "a NumPy array",
}  # fmt: skip

Size = Annotated[int, msgspec.Meta(ge=0, le=2**48)]


class Entry(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What the header says of a tensor."""

    dtype: Literal[tuple(DTYPES)]  # type: ignore[valid-type]
    shape: Annotated[tuple[Size, ...], msgspec.Meta(max_length=MAX_NDIM)]
    data_offsets: tuple[Size, Size]

    @property
    def kind(self) -> np.dtype[Any]:
        """The elements' type."""
        return np.dtype(DTYPES[self.dtype])

    @property
    def num_bytes(self) -> int:
        """The size that shape and type ask for."""
        return prod(self.shape) * self.kind.itemsize


@dataclass(frozen=True)
class Contents:
    """A file's tensors by name, and its description: JSON not judged yet."""

    description: str
    tensors: dict[str, Array]


# Writing


def write_tensors(path: Path, tensors: Mapping[str, Array], description: str) -> None:
    """Write tensors and their description to a file, atomically.

    Equal contents make equal files: unlike the safetensors library, whose metadata
    come in any order.

    Raises:
        LimpidFileError: The system refuses, or the file could not be read back.
    """
    for name in tensors:
        if not NAME_PATTERN.fullmatch(name):
            raise LimpidFileError(
                f"The weight {name[:80]!r} cannot be saved: a path may have up to "
                "200 letters, digits and characters _ . / -; shorten the names."
            )
    # Large elements first, so that each tensor is aligned to its own.
    names = sorted(tensors, key=lambda name: (-tensors[name].itemsize, name))
    arrays = {name: _in_file_order(tensors[name]) for name in names}
    checksum = digest(description, arrays)
    metadata = {"format": "limpid", "limpid": description, "sha256": checksum}
    header = _header(arrays, metadata)
    if len(header) > MAX_HEADER_BYTES or len(arrays) > MAX_TENSORS:
        raise LimpidFileError(
            f"{path} cannot be written: the model has more than {MAX_TENSORS} weights "
            f"or a description of more than {MAX_HEADER_BYTES} bytes."
        )
    data = [_bytes_of(array) for array in arrays.values()]
    write_atomically(path, [len(header).to_bytes(8, "little"), header, *data])


def _in_file_order(array: Array) -> Array:
    kind = array.dtype.newbyteorder("<")
    return np.asarray(array, kind, order="C")


def _bytes_of(array: Array) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _header(arrays: Mapping[str, Array], metadata: dict[str, str]) -> bytes:
    header: dict[str, Any] = {"__metadata__": metadata}
    position = 0
    for name, array in arrays.items():
        end = position + array.nbytes
        header[name] = {
            "dtype": _word_for(name, array.dtype),
            "shape": list(array.shape),
            "data_offsets": [position, end],
        }
        position = end
    text = json.dumps(header, separators=(",", ":")).encode()
    return text + b" " * (-len(text) % 8)


def _word_for(name: str, kind: np.dtype[Any]) -> str:
    for word, code in DTYPES.items():
        if kind == np.dtype(code):
            return word
    raise LimpidFileError(f"The weight {name!r} of type {kind} cannot be saved.")


def digest(description: str, tensors: Mapping[str, Array]) -> str:
    """Return a checksum of a description and of tensors, whatever their order."""
    result = hashlib.sha256(description.encode())
    for name in sorted(tensors):
        array = tensors[name]
        result.update(f"{name} {array.dtype.str} {array.shape}".encode())
        result.update(_bytes_of(array))
    return result.hexdigest()


# Reading


class FileRefusal(Exception):  # noqa: N818 - becomes a LimpidFileError with the path
    """Why a file is not taken."""


def read_tensors(path: Path) -> Contents:
    """Read a file that limpid wrote.

    Nothing is allocated before the header agrees with itself and with the file's size.

    Raises:
        LimpidFileError: The file is missing, foreign, cut, changed or hostile.
    """
    try:
        _require_regular(path)
        with path.open("rb") as stream:
            return _read(stream, os.fstat(stream.fileno()).st_size)
    except FileRefusal as refusal:
        text = f"{path} is not a file that limpid wrote: {refusal}."
        raise LimpidFileError(text) from None
    except LimpidFileError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise LimpidFileError(f"{path} cannot be read: {reason}.") from error


def _require_regular(path: Path) -> None:
    # Asked before it is opened: opening a pipe would wait for its writer.
    if not stat.S_ISREG(path.stat().st_mode):
        raise LimpidFileError(f"{path} is not a regular file; give a saved model.")


def _read(stream: BinaryIO, size: int) -> Contents:
    header, start = _read_header(stream, size)
    metadata = header.pop("__metadata__", None)
    entries = _check_entries(header, size - start)
    description, checksum = _check_metadata(metadata)
    tensors = {}
    for name, entry in entries.items():
        stream.seek(start + entry.data_offsets[0])
        tensors[name] = _read_tensor(stream, entry)
    if digest(description, tensors) != checksum:
        raise FileRefusal("its contents do not match their checksum")
    return Contents(description, tensors)


def _read_header(stream: BinaryIO, size: int) -> tuple[dict[str, Any], int]:
    prefix = stream.read(8)
    length = int.from_bytes(prefix, "little")
    if len(prefix) < 8 or length > min(size - 8, MAX_HEADER_BYTES):
        kinds = [kind for magic, kind in FOREIGN.items() if prefix.startswith(magic)]
        raise FileRefusal(
            f"it is {kinds[0]}"
            if kinds
            else "it is no safetensors file, or its beginning is damaged"
        )
    header = parse_json(stream.read(length))
    if not isinstance(header, dict):
        raise FileRefusal("its header is no table of tensors")
    return header, 8 + length


def parse_json(text: bytes | str) -> Any:
    """Return what JSON says; each key once, no NaN, nothing nested too deep.

    Raises:
        FileRefusal: The text is no such JSON.
    """
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError:
        raise FileRefusal("its JSON is nested too deep") from None
    except ValueError:
        raise FileRefusal("its JSON is broken") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise FileRefusal("a name in it occurs twice")
    return result


def _no_constant(name: str) -> Any:
    raise FileRefusal(f"its JSON holds {name}")


def _check_metadata(metadata: Any) -> tuple[str, str]:
    keys = {"format", "limpid", "sha256"}
    if not isinstance(metadata, dict) or set(metadata) != keys:
        raise FileRefusal("it has no description of a model")
    if not all(isinstance(value, str) for value in metadata.values()):
        raise FileRefusal("its description is no text")
    return metadata["limpid"], metadata["sha256"]


def _check_entries(header: dict[str, Any], size: int) -> dict[str, Entry]:
    if len(header) > MAX_TENSORS:
        raise FileRefusal(f"it has more than {MAX_TENSORS} tensors")
    entries = {}
    for name, record in header.items():
        if not NAME_PATTERN.fullmatch(name):
            raise FileRefusal(f"a tensor has the name {name[:80]!r}")
        entries[name] = _check_entry(name, record)
    _check_layout(entries, size)
    return entries


def _check_entry(name: str, record: Any) -> Entry:
    try:
        entry = msgspec.convert(record, Entry)
    except msgspec.ValidationError:
        raise FileRefusal(f"the entry of the tensor {name!r} is malformed") from None
    begin, end = entry.data_offsets
    if end - begin != entry.num_bytes:
        raise FileRefusal(f"the size of the tensor {name!r} contradicts its shape")
    return entry


def _check_layout(entries: dict[str, Entry], size: int) -> None:
    """See to it that the tensors fill the file: no overlap, no hole, nothing after."""
    position = 0
    for begin, end in sorted(entry.data_offsets for entry in entries.values()):
        if begin != position:
            raise FileRefusal("its tensors overlap or leave holes")
        position = end
    if position != size:
        raise FileRefusal("it is cut, or bytes follow its tensors")


def _read_tensor(stream: BinaryIO, entry: Entry) -> Array:
    raw = np.empty(entry.num_bytes, np.uint8)
    if raw.size and stream.readinto(raw.data) != raw.size:  # type: ignore[attr-defined]
        raise FileRefusal("it is cut")
    if entry.dtype == "BOOL" and (raw > 1).any():
        raise FileRefusal("a truth value in it is neither 0 nor 1")
    return raw.view(entry.kind).reshape(entry.shape)
