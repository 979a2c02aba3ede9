"""Where the numbers of a run come from: a line of its file, and what is made of it."""

import numpy as np

from limpid.errors import ConfigError
from limpid.studio.screen import Derivation, Line
from limpid.studio.screens._runs_curves import epochs_of, smoothed
from limpid.studio.screens._runs_run import Run, grows


def derivation(run: Run, kind: str, metric: str, weight: float) -> Derivation | None:
    """Return where a metric's last, smoothed or best value comes from.

    Raises:
        ConfigError: The run has no such metric, or no value of it.
    """
    if kind not in ("last", "best", "smooth"):
        return None
    if metric not in run.metrics.names:
        raise ConfigError(f"{run.name} has no metric {metric!r}.")
    if kind == "last":
        return _last(run, metric)
    return _best(run, metric) if kind == "best" else _smooth(run, metric, weight)


def _last(run: Run, metric: str) -> Derivation:
    value = run.column(metric)[-1]
    epoch = epochs_of(run)[-1]
    line = Line(
        metric, f"“{metric}” in line {epoch:g} of metrics.jsonl", "", float(value)
    )
    return Derivation(f"{metric} of {run.name} after epoch {epoch:g}", (line,))


def _best(run: Run, metric: str) -> Derivation:
    column, row = run.column(metric), run.best(metric)
    if row is None:
        raise ConfigError(f"{metric} of {run.name} was never a number.")
    which = "greatest" if grows(metric) else "least"
    epoch = epochs_of(run)[row]
    count = int(np.isfinite(column).sum())
    line = Line(
        metric, f"{which} of {count} values", f"in epoch {epoch:g}", float(column[row])
    )
    return Derivation(f"Best {metric} of {run.name}", (line,))


def _smooth(run: Run, metric: str, weight: float) -> Derivation:
    """Return the last step of the exponential mean, and its correction."""
    column = run.column(metric)
    known = column[np.isfinite(column)]
    if not len(known) or not weight:
        raise ConfigError(f"{metric} of {run.name} is not smoothed.")
    count = len(known)
    share = 1 - weight**count
    after = float(smoothed(known, weight)[-1]) * share
    before = (
        float(smoothed(known[:-1], weight)[-1]) * (1 - weight ** (count - 1))
        if count > 1
        else 0.0
    )
    return Derivation(
        f"Smoothed {metric} of {run.name}",
        (
            Line(
                "m",
                "w·m₋₁ + (1 − w)·value, m starting at 0",
                f"{weight:g}·{before:.6g} + {1 - weight:g}·{known[-1]:.6g}",
                after,
            ),
            Line(
                "smoothed",
                "m / (1 − wⁿ)",
                f"{after:.6g} / (1 − {weight:g}^{count})",
                after / share,
            ),
        ),
        note="As TensorBoard smooths: values that are no numbers are passed over.",
    )
