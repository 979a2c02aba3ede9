"""Time contestants fairly: each in a process of its own, taking turns.

A benchmark is a script that ends in `main(__file__, CONTESTANTS)`. A contestant is a
function that prepares its work and returns what is to be timed. Its process stays alive
from turn to turn, so that what a machine does to one (heat, other load) it does to all;
the first turns, which compile and warm caches, do not count.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from statistics import median
from typing import IO, NamedTuple

Work = Callable[[], object]
Contestants = Mapping[str, Callable[[], Work]]
Process = subprocess.Popen[str]

WARM_UP_TURNS = 3
READY, ABSENT = "ready", "absent"


class Timing(NamedTuple):
    """The seconds that each turn of a contestant took."""

    name: str
    seconds: list[float]


def main(script: str, contestants: Contestants, turns: int = 30) -> None:
    """Race the contestants, or be the process of one of them.

    Args:
        script: The benchmark's own file.
        contestants: By name; the first is what the others are compared with.
        turns: How often each is timed.
    """
    match sys.argv[1:]:
        case ["--worker", name]:
            serve(contestants[name])
        case []:
            print(table(race(script, list(contestants), turns)))
        case words:
            sys.exit(f"{words}: expected no arguments")


def serve(prepare: Callable[[], Work]) -> None:
    """Answer each line of input with the seconds that the work took."""
    try:
        work = prepare()
    except ImportError:
        print(ABSENT, flush=True)
        return
    print(READY, flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        work()
        print(time.perf_counter() - start, flush=True)


def race(script: str, names: list[str], turns: int) -> list[Timing]:
    """Return the timings of the contestants that are installed."""
    with ExitStack() as stack:
        processes = {name: stack.enter_context(_start(script, name)) for name in names}
        ready = {name: p for name, p in processes.items() if _read(p) == READY}
        timings = {name: Timing(name, []) for name in ready}
        for turn in range(WARM_UP_TURNS + turns):
            for name, process in ready.items():
                seconds = _take_turn(process)
                if turn >= WARM_UP_TURNS:
                    timings[name].seconds.append(seconds)
        for process in processes.values():
            _pipe(process.stdin).close()
    return list(timings.values())


def _start(script: str, name: str) -> Process:
    command = [sys.executable, script, "--worker", name]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)  # noqa: S603


def _take_turn(process: Process) -> float:
    stream = _pipe(process.stdin)
    stream.write("\n")
    stream.flush()
    return float(_read(process))


def _read(process: Process) -> str:
    return _pipe(process.stdout).readline().strip()


def _pipe(stream: IO[str] | None) -> IO[str]:
    # `_start` asked for both pipes, which the type of a process does not tell.
    if stream is None:
        raise ValueError("The process was started without this pipe.")
    return stream


def table(timings: list[Timing]) -> str:
    """Return a line for each contestant: median, least, and ratio to the first."""
    lines = [f"{'':20}{'median ms':>11}{'least ms':>11}{'ratio':>8}"]
    for name, seconds in timings:
        ratio = median(seconds) / median(timings[0].seconds)
        figures = f"{median(seconds) * 1e3:11.2f}{min(seconds) * 1e3:11.2f}"
        lines.append(f"{name:20}{figures}{ratio:8.2f}")
    return "\n".join(lines)
