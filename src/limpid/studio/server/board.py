"""Board: what each worker says of itself, where the server and the others read it.

It lies in shared memory: a worker that hangs, or is killed, cannot send a message. Each
writes its own slot alone, so there is no lock that a killed one would keep.
"""

import contextlib
import ctypes
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.sharedctypes import RawArray
from typing import Any

from limpid.errors import ConfigError
from limpid.studio.player import allow

MAX_WORK_SECONDS = 60.0
TITLE_BYTES = 80


class Slot(ctypes.Structure):
    """What one worker says.

    Attributes:
        training: The title of the screen that goes on by itself; empty if none does.
        since: When the present piece of work began, as `time.monotonic`; 0 if it waits.
    """

    _fields_ = (("training", ctypes.c_char * TITLE_BYTES), ("since", ctypes.c_double))


@dataclass(frozen=True)
class Place:
    """A worker's place on the board.

    Args:
        slots: Of all workers.
        index: Which one is its own.
    """

    slots: Any
    index: int

    @property
    def own(self) -> Any:
        """The slot of this worker."""
        return self.slots[self.index]

    def enter(self, title: str) -> None:
        """Say that a screen goes on by itself from now on.

        Raises:
            ConfigError: As many as may do already.
        """
        # First said, then counted: of two that start at once, both see each other.
        self.own.training = title.encode()[: TITLE_BYTES - 1]
        try:
            allow(self._others())
        except ConfigError:
            self.leave()
            raise

    def leave(self) -> None:
        """Say that nothing goes on by itself."""
        self.own.training = b""

    def _others(self) -> list[str]:
        slots = enumerate(self.slots)
        said = [slot.training for i, slot in slots if i != self.index]
        return [title.decode(errors="ignore") for title in said if title]

    @contextlib.contextmanager
    def working(self) -> Iterator[None]:
        """Say that a piece of work is under way."""
        self.own.since = time.monotonic()
        try:
            yield
        finally:
            self.own.since = 0.0

    @contextlib.contextmanager
    def waiting(self) -> Iterator[None]:
        """Within a piece of work: say that it waits for the page, however long."""
        self.own.since = 0.0
        try:
            yield
        finally:
            self.own.since = time.monotonic()

    def is_overdue(self) -> bool:
        """Return whether the present piece of work takes longer than it may."""
        since: float = self.own.since
        return since > 0 and time.monotonic() - since > MAX_WORK_SECONDS


class Board:
    """The places of all workers; the server alone gives them out.

    Args:
        size: How many workers there may be at once.
    """

    def __init__(self, size: int) -> None:
        """Take the memory."""
        self.slots: Any = RawArray(Slot, size)
        self.free = list(range(size))

    def take(self) -> Place:
        """Return a place that nobody has."""
        return Place(self.slots, self.free.pop())

    def give_back(self, place: Place) -> None:
        """Take the place of a worker that has ended."""
        place.leave()
        place.own.since = 0.0
        self.free.append(place.index)
