"""One process at a time: a lock file that the system releases with its holder."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _acquire(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)

    def _try(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _release(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _acquire(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX)

    def _try(descriptor: int) -> None:
        # Shared: who only asks keeps nobody else from asking.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def _release(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the lock file at `path`, waiting for whoever holds it now.

    The file stays: removing it would let two waiters lock two different files.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(descriptor)
        yield
        _release(descriptor)
    finally:
        os.close(descriptor)


def is_held(descriptor: int) -> bool:
    """Tell whether somebody holds an open lock file; whoever waits for it goes on."""
    try:
        _try(descriptor)
    except OSError:
        return True
    _release(descriptor)
    return False
