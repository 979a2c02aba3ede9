"""A file is what it should be when its length and SHA-256 say so."""

import hashlib
from pathlib import Path

from limpid.datasets.dataset import RemoteFile
from limpid.errors import LimpidFileError


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def matches(path: Path, file: RemoteFile) -> bool:
    """Return whether `path` has the length and SHA-256 of `file`."""
    # The length first: it settles most cases without reading anything.
    same_length = path.stat().st_size == file.size_bytes
    return same_length and checksum(path) == file.sha256


def verify(path: Path, file: RemoteFile) -> None:
    """Check length and SHA-256.

    Raises:
        LimpidFileError: The file is cut, too long, or has other contents.
    """
    size_bytes = path.stat().st_size
    if size_bytes != file.size_bytes:
        raise LimpidFileError(
            f"{file.name} has {size_bytes:,} bytes instead of {file.size_bytes:,}"
        )
    digest = checksum(path)
    if digest != file.sha256:
        raise LimpidFileError(
            f"{file.name} has SHA-256 {digest[:12]}… instead of {file.sha256[:12]}…"
        )
