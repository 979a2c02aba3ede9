"""The curves of the runs: every metric of all of them, smoothed if wanted."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.studio.screens._runs_run import Run
from limpid.studio.screens._runs_state import Chart

Array = NDArray[Any]

MAX_DRAWN = 1000
# Without a choice so many metrics are drawn.
FEW = 4


def epochs_of(run: Run) -> Array:
    """Return the epoch of each row; counted where the file does not say."""
    found = run.column("epoch")
    return np.where(np.isfinite(found), found, np.arange(1.0, len(found) + 1))


def along(run: Run, kind: str) -> Array:
    """Return where each row lies: its epoch, or the seconds of training until then."""
    if kind == "epoch":
        return epochs_of(run)
    return np.nancumsum(run.column("seconds"))


def smoothed(values: Array, weight: float) -> Array:
    """Return the exponential mean of a curve so far; NaN is passed over.

    Args:
        values: (..., rows).
        weight: Of the mean before, from 0 to 1.

    Source: TensorBoard's scalar charts: means that start at 0 and are divided by the
    share of weight given so far.
    """
    result = np.full_like(values, np.nan)
    mean = np.zeros(values.shape[:-1])
    count = np.zeros(values.shape[:-1])
    for row in range(values.shape[-1]):
        value = values[..., row]
        known = np.isfinite(value)
        mean = np.where(known, weight * mean + (1 - weight) * value, mean)
        count += known
        with np.errstate(invalid="ignore"):
            result[..., row] = np.where(known, mean / (1 - weight**count), np.nan)
    return result


def metric_names(runs: Sequence[Run]) -> list[str]:
    """Return all metrics that the runs have, without their validation's; loss first."""
    names = (n.removeprefix("val_") for run in runs for n in run.metrics.names)
    return sorted(dict.fromkeys(names), key=lambda name: name != "loss")


def goals_of(runs: Sequence[Run]) -> dict[str, float]:
    """Return what the recipe asks of each metric, if they all follow the same one."""
    asked = [run.expect for run in runs]
    if not asked or any(one != asked[0] for one in asked):
        return {}
    return {name.removeprefix("test_"): goal for name, goal in asked[0].items()}


def charts(runs: Sequence[Run], names: Sequence[str], weight: float) -> list[Chart]:
    """Return the curves of some metrics."""
    goals = goals_of(runs)
    return [_chart(runs, name, weight, goals.get(name)) for name in names]


def _chart(runs: Sequence[Run], name: str, weight: float, goal: float | None) -> Chart:
    train = [run.column(name) for run in runs]
    val = [run.column(f"val_{name}") for run in runs]
    return Chart(
        name,
        _sent(train),
        _sent(val),
        _sent(train, weight) if weight else None,
        _sent(val, weight) if weight else None,
        goal,
    )


def _sent(curves: Sequence[Array], weight: float = 0.0) -> Array | None:
    """Return curves one after the other, smoothed if wanted; None if all are empty."""
    if all(np.isnan(curve).all() for curve in curves):
        return None
    return joined(_all_smoothed(curves, weight) if weight else curves)


def _all_smoothed(curves: Sequence[Array], weight: float) -> list[Array]:
    """Return all curves smoothed, side by side and not one after the other."""
    longest = max(map(len, curves))
    table = np.full((len(curves), longest), np.nan)
    for row, curve in zip(table, curves, strict=True):
        row[: len(curve)] = curve
    found = smoothed(table, weight)
    return [row[: len(c)] for row, c in zip(found, curves, strict=True)]


def joined(curves: Sequence[Array]) -> Array:
    """Return curves one after the other, as they travel."""
    return np.concatenate([np.empty(0), *curves]).astype(np.float32)


def starts_of(runs: Sequence[Run]) -> Array:
    """Return where each run's curve starts, and where the last one ends."""
    return np.cumsum([0, *(run.metrics.num_rows for run in runs)]).astype(np.int32)
