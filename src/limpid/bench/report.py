"""The races of workloads, one after the other, and what came of them."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from limpid.bench import table
from limpid.bench.contestant import PARTIES, THREADS, Contestant
from limpid.bench.race import Result, race
from limpid.bench.workload import find, workloads

_TITLE = """# Races

Microseconds a step: the median of the turns, in brackets the least. Each contestant is
a process of its own; all take turns. CPU is the least time of all processors together,
which other load disturbs less. The overview takes each party's better number of
threads. The ratio is how many times as long the strongest peer takes as limpid. Batches
are shuffled, loss and accuracy kept. The loss is the mean of the second epoch in order
(for inference, of the first batch). Peak memory is that of the whole process, imports
included.
"""
_SECONDS, _QUICK_SECONDS = 15.0, 3.0


def races(names: Sequence[str], *, quick: bool = False) -> Iterator[str]:
    """Race workloads and yield the parts of the report as they are done.

    Args:
        names: Of workloads; none for all.
        quick: Whether a few turns will do.

    Raises:
        ConfigError: A workload is unknown.
    """
    chosen = [find(name) for name in names] or list(workloads().values())
    yield f"{_TITLE}\n{table.machine()}"
    results: list[Result] = []
    for workload in chosen:
        seconds = _QUICK_SECONDS if quick else _SECONDS
        results.append(race(workload, contestants(quick=quick), seconds))
        yield table.details(results[-1])
    yield f"## Overview\n\n{table.overview(results)}"


def publish(parts: Iterable[str], output: Path | None) -> None:
    """Print parts of a report as they come, and write them to a file if there is one.

    The file is whole after each part: a race that is broken off leaves what is done.
    """
    done: list[str] = []
    for part in parts:
        done.append(part)
        print(part, end="\n\n", flush=True)
        if output is not None:
            output.write_text("\n\n".join(done) + "\n", encoding="utf-8")


def contestants(*, quick: bool) -> list[Contestant]:
    """Return every party with each number of threads; limpid comes first.

    `torch.compile` takes half a minute for a model: too long for a quick race.
    """
    parties = [name for name in PARTIES if not (quick and name == "torch_compile")]
    return [Contestant(party, count) for party in parties for count in THREADS]
