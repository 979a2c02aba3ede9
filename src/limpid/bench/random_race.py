"""Networks drawn at random, raced against PyTorch: is limpid quick in general?

A network of 50 µs a step or more counts as slower where limpid takes over 10 % longer
than PyTorch at its best. Those are raced again, longer, before they are listed.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median

from limpid.bench import table
from limpid.bench.contestant import OWN, THREADS, Contestant, Process
from limpid.bench.race import Result, Timing, load_average, race_in
from limpid.bench.workload import Workload, find

_PARTIES = (OWN, "torch_channels_last", "torch_contiguous")
_SECONDS, _SECONDS_AGAIN = 1.0, 5.0
_SLOW_RATIO = 1 / 1.1
_LEAST_STEP_SECONDS = 50e-6

_TITLE = """# Networks drawn at random

limpid against PyTorch, channels last or first, one thread or two, whichever is
quickest. The ratio is how many times as long PyTorch takes, of the least times. A name
repeats its race: `limpid bench NAME`.
"""


def random_races(count: int, seed: int = 0) -> Iterator[str]:
    """Race networks drawn at random and yield the parts of the report.

    Args:
        count: How many.
        seed: Of what is drawn.
    """
    yield f"{_TITLE}\n{table.machine()}"
    results: list[Result] = []
    with ExitStack() as stack:
        contestants = [Contestant(p, n) for p in _PARTIES for n in THREADS]
        processes = {c: stack.enter_context(Process(c)) for c in contestants}
        for number in range(count):
            workload = find(f"random-{seed}-{number}")
            results.append(_confirmed(processes, workload))
            yield _line(results[-1])
    yield _verdict(results)


def is_slow(result: Result) -> bool:
    """Tell whether limpid is slower than it may be."""
    shortest = _LEAST_STEP_SECONDS * result.workload.num_steps
    # A comparison with NaN, of a race without peers, is false.
    return (
        result.ratio_of_least < _SLOW_RATIO and _quickest(result.own).least >= shortest
    )


def _quickest(timings: list[Timing]) -> Timing:
    return min(timings, key=lambda timing: timing.least)


def _confirmed(processes: dict[Contestant, Process], workload: Workload) -> Result:
    result = race_in(processes, workload, _SECONDS, load_average())
    if is_slow(result):
        return race_in(processes, workload, _SECONDS_AGAIN, load_average())
    return result


def _line(result: Result) -> str:
    """Return what was raced and what came of it."""
    if not result.own or not result.peers:
        return f"- {result.workload.title}: NO RACE, {_problem(result)}"
    quickest = (_quickest(result.own), _quickest(result.peers))
    steps = result.workload.num_steps
    times = [f"{t.contestant} {table.micros(t.least / steps)} µs" for t in quickest]
    mark = " **slower**" if is_slow(result) else ""
    times.append(f"ratio {result.ratio_of_least:.2f}{mark}")
    return f"- {result.workload.title}: {', '.join(times)}"


def _problem(result: Result) -> str:
    """Return why there is nothing to compare."""
    if not result.dropped:
        losses = {timing.contestant: timing.loss for timing in result.timings}
        return ", ".join(f"{name}: loss {loss:g}" for name, loss in losses.items())
    reasons = (f"{name}: {reason}" for name, reason in result.dropped.items())
    return "; ".join(reasons)


def _verdict(results: list[Result]) -> str:
    """Return the slower ones and figures of all."""
    slow = [result for result in results if is_slow(result)]
    ratios = [r.ratio_of_least for r in results if r.own and r.peers]
    counts = f"{len(results)} drawn, {len(ratios)} raced."
    verdict = f"Slower than PyTorch by over 10 %, at 50 µs a step or more: {len(slow)}."
    lines = ["## Verdict\n", f"{counts} {verdict}", *map(_line, slow)]
    if ratios:
        lines.append(f"Ratio: median {median(ratios):.2f}, least {min(ratios):.2f}.")
    return "\n".join(lines)
