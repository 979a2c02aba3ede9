"""Races: contestants in processes of their own that stay alive and take turns.

Whatever slows the machine (heat, other load) then slows each of them; compare ratios,
never times.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from math import nan
from statistics import median

from limpid.bench.contestant import OWN, Contestant, Dropped, Loaded, Process, Turn
from limpid.bench.workload import Workload

# Losses that differ by more than this share are not of the same computation.
TOLERANCE = 2e-3
LEAST_TURNS, MOST_TURNS = 3, 100
# Threads of the contestant before spin on for about so long until they sleep.
QUIET_SECONDS = 0.3


@dataclass
class Timing:
    """What a contestant did: its loss and its turns."""

    contestant: Contestant
    loss: float
    turns: list[Turn] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The seconds of the turn in the middle."""
        return median(turn.seconds for turn in self.turns)

    @property
    def least(self) -> float:
        """The seconds of the quickest turn."""
        return min(turn.seconds for turn in self.turns)

    @property
    def processor_least(self) -> float:
        """The least seconds of processors; other load changes them less."""
        return min(turn.processor_seconds for turn in self.turns)

    @property
    def megabytes(self) -> float:
        """The peak memory."""
        return self.turns[-1].megabytes


@dataclass
class Result:
    """The timings of a workload's contestants, quickest first, and who is missing.

    Attributes:
        workload: What was raced.
        timings: Of those who took all their turns.
        dropped: Why the others did not.
        load: The machine's load average over a minute before the race.
    """

    workload: Workload
    timings: list[Timing]
    dropped: dict[Contestant, str]
    load: float

    @property
    def own(self) -> list[Timing]:
        """The timings of limpid."""
        return [t for t in self.timings if t.contestant.party == OWN]

    @property
    def peers(self) -> list[Timing]:
        """Those of the others who compute the same."""
        others = (t for t in self.timings if t.contestant.party != OWN)
        return [timing for timing in others if self.agrees(timing)]

    @property
    def ratio(self) -> float:
        """How many times as long the strongest peer's median turn takes as limpid's.

        NaN where there is nobody to compare.
        """
        return self._ratio(lambda timing: timing.median)

    @property
    def ratio_of_least(self) -> float:
        """The same of the quickest turns of all."""
        return self._ratio(lambda timing: timing.least)

    def _ratio(self, figure: Callable[[Timing], float]) -> float:
        if not self.own or not self.peers:
            return nan
        return min(map(figure, self.peers)) / min(map(figure, self.own))

    def agrees(self, timing: Timing) -> bool:
        """Tell whether a contestant's loss is limpid's."""
        own = [ours.loss for ours in self.own]
        return all(abs(timing.loss - loss) <= TOLERANCE * abs(loss) for loss in own)


def race(
    workload: Workload, contestants: Sequence[Contestant], seconds: float
) -> Result:
    """Let contestants take turns for about some seconds, each three times at least."""
    load = load_average()
    with ExitStack() as stack:
        processes = {
            contestant: stack.enter_context(Process(contestant))
            for contestant in contestants
        }
        return race_in(processes, workload, seconds, load)


def race_in(
    processes: dict[Contestant, Process],
    workload: Workload,
    seconds: float,
    load: float,
) -> Result:
    """Race contestants whose processes live already."""
    timings: list[Timing] = []
    dropped: dict[Contestant, str] = {}
    for contestant, loaded in _load(processes, workload):
        if isinstance(loaded, Dropped):
            dropped[contestant] = str(loaded)
        else:
            timings.append(Timing(contestant, loaded.loss))
    _take_turns(timings, processes, dropped, seconds)
    finished = [timing for timing in timings if timing.contestant not in dropped]
    return Result(workload, sorted(finished, key=lambda t: t.median), dropped, load)


def load_average() -> float:
    """Return how many processes ran or waited over the last minute; NaN if unknown."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else nan


def _load(
    processes: dict[Contestant, Process], workload: Workload
) -> Iterable[tuple[Contestant, Loaded | Dropped]]:
    """Return what each contestant computes; two compile at a time."""

    def load(process: Process) -> Loaded | Dropped:
        try:
            return process.load(workload.name)
        except Dropped as reason:
            return reason

    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(zip(processes, pool.map(load, processes.values()), strict=True))


def _take_turns(
    timings: list[Timing],
    processes: dict[Contestant, Process],
    dropped: dict[Contestant, str],
    seconds: float,
) -> None:
    for _ in _rounds(seconds):
        for timing in timings:
            contestant = timing.contestant
            if contestant in dropped:
                continue
            time.sleep(QUIET_SECONDS)
            try:
                timing.turns.append(processes[contestant].turn())
            except Dropped as reason:
                dropped[contestant] = str(reason)
    for timing in timings:
        # The first turn warms caches.
        del timing.turns[:1]


def _rounds(seconds: float) -> Iterator[int]:
    """Count rounds until the time is over."""
    end = time.monotonic() + seconds
    for count in range(MOST_TURNS + 1):
        if count > LEAST_TURNS and time.monotonic() > end:
            return
        yield count
