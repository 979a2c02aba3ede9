"""Tables of races, as text that is also Markdown."""

import os
import platform
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from math import nan
from pathlib import Path

from limpid.bench.contestant import PARTIES
from limpid.bench.race import Result, Timing, load_average

_LIBRARIES = ("limpid", "numpy", "llvmlite", "torch", "jax", "scikit-learn")
_HEADINGS = (
    "workload", "limpid µs/step (least)", "strongest peer", "µs/step (least)",
    "ratio (of least)", "target", "limpid MB", "leanest peer MB",
)  # fmt: skip
Row = Iterable[str]


def overview(results: Iterable[Result]) -> str:
    """Return a row for each workload: limpid, its strongest peer, the ratio."""
    return markdown(_HEADINGS, (_summary(result) for result in results))


def details(result: Result) -> str:
    """Return a row for each contestant of a workload, and who is missing."""
    headings = (
        "contestant", "µs/step (least)", "CPU µs", "turns", "peak MB", "loss",
    )  # fmt: skip
    rows = (_measured(result, timing) for timing in result.timings)
    lines = [f"### {result.workload.title}", "", markdown(headings, rows), ""]
    lines += [f"Load average before: {result.load:.2f}.", *_left_out(result)]
    return "\n".join(lines)


def machine() -> str:
    """Return what the races run on: processor, load, versions."""
    return "\n".join(f"- {line}" for line in _circumstances())


def markdown(headings: Row, rows: Iterable[Row]) -> str:
    """Return a table."""
    heads = list(headings)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def micros(seconds: float) -> str:
    """Return microseconds, in three digits where there are few."""
    value = seconds * 1e6
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _circumstances() -> Iterator[str]:
    yield f"{_processor()}, {os.cpu_count()} processors, {platform.system()}"
    yield f"load average over a minute {load_average():.2f}"
    versions = [f"{name} {_version(name)}" for name in _LIBRARIES]
    yield ", ".join([f"Python {platform.python_version()}", *versions])


def _processor() -> str:
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    names = (s.partition(":")[2].strip() for s in lines if s.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "absent"


def _summary(result: Result) -> list[str]:
    own, peer = next(iter(result.own), None), next(iter(result.peers), None)
    target = result.workload.target
    return [
        result.workload.title,
        _times(result, own),
        str(peer.contestant) if peer else "none",
        _times(result, peer),
        f"{result.ratio:.2f} ({result.ratio_of_least:.2f})",
        f"≥ {target:g}" if target else "",
        _least_memory(result.own),
        _least_memory(result.peers),
    ]


def _least_memory(timings: Iterable[Timing]) -> str:
    return f"{min((t.megabytes for t in timings), default=nan):.0f}"


def _measured(result: Result, timing: Timing) -> list[str]:
    differs = "" if result.agrees(timing) else " (differs, so no peer)"
    return [
        str(timing.contestant),
        _times(result, timing),
        micros(timing.processor_least / result.workload.num_steps),
        str(len(timing.turns)),
        f"{timing.megabytes:.0f}",
        f"{timing.loss:.5f}{differs}",
    ]


def _times(result: Result, timing: Timing | None) -> str:
    if timing is None:
        return ""
    steps = result.workload.num_steps
    return f"{micros(timing.median / steps)} ({micros(timing.least / steps)})"


def _left_out(result: Result) -> Iterator[str]:
    """Yield a line for each reason why contestants did not run."""
    by_reason: dict[str, dict[str, None]] = {}
    for contestant, reason in result.dropped.items():
        by_reason.setdefault(reason, {})[PARTIES[contestant.party]] = None
    for reason, names in by_reason.items():
        yield f"Left out: {', '.join(names)} ({reason})."
