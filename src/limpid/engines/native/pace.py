"""Pace: whether a program runs on all threads or on one, found out as it runs.

The threads of a step wait for each other many times. On a machine that is busy with
other work one of them is often not running, and all the others wait: one thread alone
is faster then. The number of threads changes no bit of the results.
"""

import math
import time
from collections.abc import Callable
from typing import Any

# Threads that have their processors for less than this part of the time share them.
BUSY = 0.85
# Systems share processors out, and count what threads have had, by the tick: of what
# takes fewer seconds nothing can be told.
TICK = 4e-3
# After at most so many seconds what was slower is tried again.
MOST_PATIENCE = 2.0


class Pace:
    """Chooses for each run, by how long the runs before took."""

    def __init__(self) -> None:
        """Begin together."""
        self.is_alone = False
        self._last = {True: math.inf, False: math.inf}
        self._wait = self._patience = 0.0
        self._seconds, self._work = 0.0, 0
        self._woke = self._is_trial = False

    def note(
        self, seconds: float, share: float | None, work: int = 1, *, woke: bool = False
    ) -> None:
        """Learn from a run, and from time to time choose for the next.

        Args:
            seconds: How long it took.
            share: The part of that time in which its threads had processors, if known.
                Of a run alone it says nothing of the others' processors.
            work: How many units of work it did.
            woke: Whether threads had to be woken first, which takes longer than a
                short run. Those after it may find them awake: it counts only if they
                do not.
        """
        is_first, self._woke = woke and not self._woke, woke
        if is_first:
            return
        self._seconds += seconds
        self._work += work
        if self._seconds >= TICK:
            self._choose(self._seconds, share)

    def _choose(self, seconds: float, share: float | None) -> None:
        """Compare the last runs, of so many seconds, with what was chosen before."""
        each, was_trial = seconds / self._work, self._is_trial
        self._last[self.is_alone] = each
        self._seconds, self._work, self._is_trial = 0.0, 0, False
        self._wait -= seconds
        if share is not None and share > BUSY and not self.is_alone:
            self._wait = self._patience = 0.0
        elif each > self._last[not self.is_alone]:
            # What was chosen may have been slow this once: it is soon tried again.
            self.is_alone = not self.is_alone
            self._wait = self._patience if was_trial else 0.0
        elif self._wait <= 0:
            self._try_other(seconds)

    def rest(self, seconds: float) -> None:
        """Learn that time has passed between two runs alone: the load may have gone."""
        self._wait -= seconds
        if self._wait <= 0 and not self._is_trial:
            self._try_other(0.0)

    def _try_other(self, seconds: float) -> None:
        """Try what was slower, or never tried, but ever less often."""
        self.is_alone, self._wait, self._is_trial = not self.is_alone, 0.0, True
        # After a rest, some runs of the other kind may have been counted.
        self._seconds, self._work = 0.0, 0
        self._patience = min(2 * self._patience + seconds, MOST_PATIENCE)


def paced(run: Callable[..., Any], threads: int) -> Callable[..., None]:
    """Return a program's function that chooses on how many threads it runs.

    Args:
        run: Takes a table, and whether to run alone; tells if it woke threads.
        threads: How many run together.
    """
    pace, ended, took = Pace(), time.perf_counter(), math.inf

    def paced_run(table: int, work: int = 1) -> None:
        nonlocal ended, took
        start = time.perf_counter()
        if pace.is_alone:
            pace.rest(start - ended)
        # The share is read of runs together alone; it takes a while to find out.
        is_alone, share = pace.is_alone, None
        asks = took > TICK and not is_alone
        begun = time.process_time() if asks else 0.0
        woke = run(table, alone=is_alone)
        ended = time.perf_counter()
        took = ended - start
        if asks and took > TICK:
            share = (time.process_time() - begun) / (took * threads)
        pace.note(took, share, work, woke=woke)

    return paced_run
