"""Processors: how many threads they can take, and that no two wait for the same one.

Linux wakes a thread on the processor of the one that wakes it, though another is idle.
There it queues for milliseconds behind the very thread that waits for its part.
"""

import ctypes
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from limpid.errors import ConfigError


def count_threads() -> int:
    """Return how many threads to use: LIMPID_THREADS, or one for each processor.

    Raises:
        ConfigError: LIMPID_THREADS is no positive number.
    """
    wanted = os.environ.get("LIMPID_THREADS")
    if wanted is None:
        available = getattr(os, "sched_getaffinity", None)
        return len(available(0)) if available else os.cpu_count() or 1
    if not wanted.isdigit() or int(wanted) < 1:
        raise ConfigError(f"LIMPID_THREADS={wanted!r}: expected a positive number.")
    return int(wanted)


@contextmanager
def kept_apart(threads: Iterable[int]) -> Iterator[None]:
    """Keep sleeping threads off this thread's processor while they are woken and work.

    Where the system does not know or allow it, they are woken where it pleases.

    Args:
        threads: Their numbers, as the system counts.
    """
    if sys.platform != "linux":
        yield
        return
    allowed = os.sched_getaffinity(0)
    others = allowed - {_current_processor()()}
    _bind(threads, others or allowed)
    try:
        yield
    finally:
        _bind(threads, allowed)


def _bind(threads: Iterable[int], processors: set[int]) -> None:
    with suppress(OSError):
        for thread in threads:
            os.sched_setaffinity(thread, processors)


@cache
def _current_processor() -> Any:
    return ctypes.CDLL(None).sched_getcpu
