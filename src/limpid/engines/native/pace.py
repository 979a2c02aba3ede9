"""Pace: whether a program runs on all threads or on one, found out as it runs.

The threads of a step wait for each other many times. On a machine that is busy with
other work one of them is often not running, and all the others wait: one thread alone
is faster then. The number of threads changes no bit of the results.
"""

import math
import time
from collections.abc import Callable
from typing import Any

# How many times the shortest time is suspicious.
SLOW = 1.5
# The first runs are no measure: memory is touched and threads are woken.
WARM_UP = 2
# At most so many runs pass until what was slower is tried again.
MOST_PATIENCE = 64


class Pace:
    """Chooses for each run, by how long the runs before took."""

    def __init__(self) -> None:
        """Begin together."""
        self.is_alone = False
        self._runs = 0
        self._best = math.inf
        self._last = {True: math.inf, False: math.inf}
        self._wait, self._patience = 0, 1

    def note(self, seconds: float) -> None:
        """Learn how long a run took, for each unit of work, and choose for the next."""
        self._runs += 1
        if self._runs <= WARM_UP:
            return
        self._last[self.is_alone] = seconds
        if self.is_alone:
            self._after_alone()
        else:
            self._after_together(seconds)

    def _after_together(self, seconds: float) -> None:
        self._best = min(self._best, seconds)
        alone = self._last[True]
        self.is_alone = seconds > min(alone, SLOW * self._best) or math.isinf(alone)
        if self.is_alone:
            self._wait = self._patience
        else:
            self._patience = 1

    def _after_alone(self) -> None:
        """Go together again if that was faster, or if it was tried long ago."""
        self._wait -= 1
        if self._last[True] > self._last[False]:
            self.is_alone = False
        elif self._wait <= 0:
            self.is_alone = False
            self._patience = min(2 * self._patience, MOST_PATIENCE)


def paced(run: Callable[..., Any]) -> Callable[..., None]:
    """Return a program's function that chooses on how many threads it runs.

    Args:
        run: Takes a table, and whether to run alone.
    """
    pace = Pace()

    def paced_run(table: int, work: int = 1) -> None:
        start = time.perf_counter()
        run(table, alone=pace.is_alone)
        pace.note((time.perf_counter() - start) / work)

    return paced_run
