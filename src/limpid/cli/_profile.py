"""The table of a profile."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from limpid.engines.native.profile import Cost, Peaks, ProfiledProgram, peaks
from limpid.graph import Graph

HEADS = ("layer", "", "operation", "time", "share", "FLOPs", "bytes", "of peak")
WIDEST_OPERATION = 40


def show(graph: Graph, least: float) -> None:
    """Measure a step and print what each part of it costs.

    Args:
        graph: Of the step.
        least: The share of time below which parts are gathered in one line.
    """
    program = ProfiledProgram(graph)
    working_bytes = sum(b.num_bytes for b in program.lowering.buffers)
    best = peaks(program.pool, working_bytes)
    costs = gathered(program.costs(_inputs(graph)))
    print(_beginning(best, program.pool.threads), end="\n\n")
    total = sum(cost.seconds for cost in costs)
    large = [cost for cost in costs if cost.seconds >= least * total]
    rows = [_row(cost, total, best) for cost in large]
    rest = [cost for cost in costs if cost.seconds < least * total]
    if rest:
        rows.append(_row(_sum(f"{len(rest)} others", rest), total, best))
    print(table([HEADS, *rows, _row(_sum("all", costs), total, best)]))
    for backward in (False, True):
        part = [cost for cost in costs if cost.is_backward == backward]
        own = share(sum(cost.seconds for cost in part), total)
        print(f"{'backward' if backward else 'forward, update':16} {own:6.1%}")
    for note in _notes(costs, total, best):
        print(f"\n{note}")


def share(part: float, total: float) -> float:
    """Return which part of the time something takes; 0 where none was measured."""
    return part / total if total else 0.0


def _notes(costs: Sequence[Cost], total: float, best: Peaks) -> Iterator[str]:
    if not total:
        yield (
            "Every operation was over before the clock could tell it from an idle "
            "call; a larger --batch takes longer."
        )
    if any(best.fraction(cost) > 1 for cost in costs):
        yield (
            "Above 100% of the peak: its data lay in a nearer cache than the memory "
            "whose speed was measured."
        )


def _inputs(graph: Graph) -> list[Any]:
    """Return numbers to run on: the variables', and small ones for arguments."""
    generator = np.random.default_rng(0)
    count = len(graph.inputs) - len(graph.variables)
    arguments = [
        generator.random(x.shape).astype(x.dtype) for x in graph.inputs[:count]
    ]
    return [*arguments, *(v.read().value for v in graph.variables)]


def gathered(costs: Iterable[Cost]) -> list[Cost]:
    """Return costs of the same layer and operation as one, the longest first."""
    groups: dict[tuple[str, str, bool], list[Cost]] = {}
    for cost in costs:
        key = cost.layer, cost.operation, cost.is_backward
        groups.setdefault(key, []).append(cost)
    sums = [
        replace(_sum(key[1], group), layer=key[0], is_backward=key[2])
        for key, group in groups.items()
    ]
    return sorted(sums, key=lambda cost: -cost.seconds)


def _sum(name: str, costs: Sequence[Cost]) -> Cost:
    return Cost(
        name,
        "",
        False,
        sum(cost.seconds for cost in costs),
        sum(cost.flops for cost in costs),
        sum(cost.num_bytes for cost in costs),
    )


def _beginning(best: Peaks, threads: int) -> str:
    return (
        f"This machine at best, on {threads} thread{'s' * (threads > 1)}:"
        f" {best.flops_per_second / 1e9:.0f} GFLOP/s in single precision,"
        f" {best.bytes_per_second / 1e9:.0f} GB/s for memory of this size."
    )


def _row(cost: Cost, total: float, best: Peaks) -> tuple[str, ...]:
    operation = cost.operation
    if len(operation) > WIDEST_OPERATION:
        operation = operation[: WIDEST_OPERATION - 1] + "…"
    return (
        cost.layer,
        "backward" if cost.is_backward else "",
        operation,
        f"{cost.seconds * 1e6:.1f} µs",
        f"{share(cost.seconds, total):.1%}",
        _amount(cost.flops),
        _amount(cost.num_bytes),
        f"{best.fraction(cost):.0%}",
    )


def _amount(number: float) -> str:
    for unit in ("", "k", "M"):
        if number < 1000:
            return f"{number:.3g} {unit}".rstrip()
        number /= 1000
    return f"{number:.3g} G"


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Return rows in columns: words to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        cells = zip(row, widths, strict=True)
        texts = [c.ljust(w) if i < 3 else c.rjust(w) for i, (c, w) in enumerate(cells)]
        lines.append("  ".join(texts).rstrip())
    return "\n".join(lines)
