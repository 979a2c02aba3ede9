"""Atomic writing: a file is there as it was, or whole as it shall be."""

import errno
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from limpid.errors import LimpidFileError

ADVICE = {
    errno.ENOSPC: "the disk is full; free some space and save again",
    errno.EDQUOT: "your quota is used up; free some space and save again",
    errno.EFBIG: "files of this size are not allowed here; save elsewhere",
    errno.EACCES: "writing is not permitted; choose another folder",
    errno.EPERM: "writing is not permitted; choose another folder",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.ENOENT: "its folder does not exist; make it first",
    errno.ENOTDIR: "its folder is a file; choose another path",
    errno.EISDIR: "it is a folder; give the name of a file in it",
    errno.ENAMETOOLONG: "its name is too long; choose a shorter one",
}


def write_atomically(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    """Write a file so that at every moment the old one or the new one is there whole.

    Args:
        path: Where; a link is followed.
        parts: The contents, one after the other.

    The parts go to `name.tmp.<pid>.<random>` beside the file, which then takes its
    place; both reach the disk before this returns.

    Raises:
        LimpidFileError: The system refuses, for example since the disk is full; the
            old file is as it was.
    """
    target = Path(os.path.realpath(path))
    sweep(target.parent, re.escape(target.name))
    temporary = temporary_of(target)
    try:
        _write_to_disk(temporary, parts)
        temporary.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise failure(path, error) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def temporary_of(target: Path) -> Path:
    """Return a name that no other writer of the file uses."""
    return target.with_name(f"{target.name}.tmp.{os.getpid()}.{secrets.token_hex(4)}")


def _write_to_disk(path: Path, parts: Iterable[bytes | memoryview]) -> None:
    with path.open("xb") as stream:
        for part in parts:
            stream.write(part)
        stream.flush()
        os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that a new name in a folder outlives a power cut."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path, name: str) -> None:
    """Remove what writers that were killed have left in a folder.

    Args:
        folder: Where to look.
        name: A pattern for the names of the files they were writing.
    """
    pattern = re.compile(rf"{name}\.tmp\.(\d{{1,10}})\.[0-9a-f]{{8}}")
    for path in _entries(folder):
        found = pattern.fullmatch(path.name)
        if found and not _is_running(int(found[1])):
            path.unlink(missing_ok=True)


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _is_running(process: int) -> bool:
    if os.name != "posix":
        return True  # there, asking would end it
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def failure(path: Path, error: OSError) -> LimpidFileError:
    """Return an error that says in one sentence why a file was not written."""
    reason = ADVICE.get(error.errno or 0, error.strerror or str(error))
    return LimpidFileError(f"{path} cannot be written: {reason}.")
