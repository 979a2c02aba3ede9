"""Data about data: where a set lives, what it must hash to, what reads it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from limpid.errors import ConfigError

__all__ = ["Dataset", "Packing", "RemoteFile"]

Array = NDArray[Any]
Examples = tuple[Array, Array]
Splits = tuple[Examples, Examples]
Reader = Callable[[Sequence[Path]], Splits]

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def _check_name(name: str) -> None:
    if not _SAFE_NAME.fullmatch(name):
        raise ConfigError(
            f"{name!r} cannot name a data set or its file: expected letters, digits,"
            " '.', '_' and '-', so that it stays inside its folder"
        )


@dataclass(frozen=True)
class RemoteFile:
    """One file of a data set, known by its length and SHA-256.

    Args:
        name: File name inside the set's folder; never a path.
        sha256: Digest in lower-case hexadecimal.
        size_bytes: Exact length.
        urls: Where it is published, the first one preferred; empty for a file that
            only a mirror holds.
        redirect_hosts: Hosts, besides those of `urls`, that a redirect may lead to.

    Raises:
        ConfigError: The name could leave its folder, or the digest is malformed.
    """

    name: str
    sha256: str
    size_bytes: int
    urls: tuple[str, ...] = ()
    redirect_hosts: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what could not be stored or checked safely."""
        _check_name(self.name)
        if not _SHA256.fullmatch(self.sha256):
            raise ConfigError(
                f"the SHA-256 of {self.name} is {self.sha256!r}: expected 64 lower-case"
                " hexadecimal digits"
            )


@dataclass(frozen=True)
class Packing:
    """One way the same examples are packed: its files, and what reads them.

    Args:
        files: All of them are needed.
        reader: Turns their paths, in order, into examples.
        note: One sentence on what differs from the published examples; empty if
            nothing does.
    """

    files: tuple[RemoteFile, ...]
    reader: Reader
    note: str = ""


@dataclass(frozen=True)
class Dataset:
    """A data set: what it is, whose it is, where it lives and how it is read.

    Args:
        name: Name of its module, of its folder in cache and mirror, and on the
            command line.
        title: One line for people.
        licence: Terms, or "none stated".
        citation: What to cite.
        home: Page of the publisher.
        reader: Turns the paths of `files`, in order, into
            `(x_train, y_train), (x_test, y_test)`.
        shapes: Shapes of `x_train, y_train, x_test, y_test`.
        files: Files as published; empty for a set carried in the package.
        alternatives: Other packings of the same examples that a mirror may hold.
        classes: Names of the classes by label; empty for a regression.

    Example:
        >>> from limpid.datasets import mnist
        >>> mnist.DATASET.shapes[0]
        (60000, 28, 28)
    """

    name: str
    title: str
    licence: str
    citation: str
    home: str
    reader: Reader
    shapes: tuple[tuple[int, ...], ...]
    files: tuple[RemoteFile, ...] = ()
    alternatives: tuple[Packing, ...] = field(default=())
    classes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a name that could leave the cache folder."""
        _check_name(self.name)

    @property
    def packings(self) -> tuple[Packing, ...]:
        """All packings, the published one first."""
        return (Packing(self.files, self.reader), *self.alternatives)

    @property
    def size_bytes(self) -> int:
        """Bytes to download; 0 for a set carried in the package."""
        return sum(file.size_bytes for file in self.files)
