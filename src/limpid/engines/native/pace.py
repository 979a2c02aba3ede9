"""Pace: whether a program runs on all threads or on one, found out as it runs.

The threads of a step wait for each other many times. On a machine that is busy with
other work one of them is often not running, and all the others wait: one thread alone
is faster then. The number of threads changes no bit of the results.
"""

import math
import time
from collections.abc import Callable
from typing import Any

# A thread that has the processor for less than this part of the time shares it.
BUSY = 0.85
# At most so many runs pass until what was slower is tried again.
MOST_PATIENCE = 32


class Pace:
    """Chooses for each run, by how long the runs before took."""

    def __init__(self) -> None:
        """Begin together."""
        self.is_alone = False
        self._last = {True: math.inf, False: math.inf}
        self._wait, self._patience = 0, 1

    def note(self, seconds: float, share: float) -> None:
        """Learn from a run, and choose for the next.

        Args:
            seconds: How long it took, for each unit of work.
            share: The part of that time in which this thread had the processor.
        """
        self._last[self.is_alone] = seconds
        self._wait -= 1
        if share > BUSY:
            self.is_alone, self._wait, self._patience = False, 0, 1
        elif seconds > self._last[not self.is_alone]:
            self.is_alone, self._wait = not self.is_alone, self._patience
        elif self._wait <= 0:
            # What was slower, or never tried, is tried again, but ever less often.
            self.is_alone = not self.is_alone
            self._patience = min(2 * self._patience, MOST_PATIENCE)
            self._wait = 1


def paced(run: Callable[..., Any]) -> Callable[..., None]:
    """Return a program's function that chooses on how many threads it runs.

    Args:
        run: Takes a table, and whether to run alone.
    """
    pace = Pace()

    def paced_run(table: int, work: int = 1) -> None:
        start, begun = time.perf_counter(), time.thread_time()
        run(table, alone=pace.is_alone)
        seconds = time.perf_counter() - start
        share = (time.thread_time() - begun) / seconds if seconds else 1.0
        pace.note(seconds / work, share)

    return paced_run
