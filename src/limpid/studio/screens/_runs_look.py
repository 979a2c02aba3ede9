"""One run, looked at closely: how far, how good, made how, and its weights."""

from math import isfinite

import numpy as np

from limpid.errors import ConfigError
from limpid.models.progress import duration
from limpid.runs.command import command
from limpid.runs.complete import reaches
from limpid.studio.screens import _runs_weights
from limpid.studio.screens._runs_curves import epochs_of, smoothed
from limpid.studio.screens._runs_run import Run
from limpid.studio.screens._runs_state import Fact, Goal, Look, RunsState, Tag


def look_at(run: Run, weights: _runs_weights.Look, state: RunsState) -> Look:
    """Return what the page shows of one run."""
    weights.refresh()
    names = [one.name for one in weights.arrays]
    known = names or [name for line in weights.lines[-1:] for name in line.weights]
    chosen = state.weights if state.weights in known else _largest(weights, known)
    others = {what: weights.of(what) for what in ("gradients", "activations")}
    known = others[state.spread]
    picked = state.array if state.array in known else next(iter(known), "")
    return Look(
        name=run.name,
        title=run.recipe.title if run.recipe else "",
        status=run.status,
        says=says(run),
        started=run.config.started if run.config else "",
        epoch=run.epoch,
        epochs=run.epochs,
        troubles=run.troubles,
        goals=goals(run),
        verdict=verdict(run),
        facts=facts(run),
        command=_command(run),
        resume=f"limpid train --resume {run.name}" if is_resumable(run) else "",
        has_report=run.files.identity("report.html") is not None,
        tags=[tag(run, name, state.smoothing) for name in run.metrics.names],
        weights=weights.arrays,
        weights_from=weights.source,
        weights_trouble=weights.trouble,
        course=weights.course(chosen),
        steps=weights.steps(),
        others=others,
        other=weights.course(picked, state.spread),
    )


def _largest(weights: _runs_weights.Look, known: list[str]) -> str:
    sizes = {one.name: one.size for one in weights.arrays}
    return max(known, key=lambda name: sizes.get(name, 0), default="")


def says(run: Run) -> str:
    """Say in a sentence how far a run has come."""
    epochs = f"epoch {run.epoch:,}" + (f" of {run.epochs:,}" if run.epochs else "")
    match run.status:
        case "finished":
            return f"Finished: {run.epoch:,} epochs in {duration(run.seconds)}."
        case "running":
            return f"In training: {epochs}{_time_left(run)}."
        case "untested":
            return "Trained to the end; its test is under way, or was interrupted."
        case "interrupted":
            return f"Interrupted after {epochs}."
        case "unknown":
            return f"No settings; {epochs} in its metrics."


def _time_left(run: Run) -> str:
    column = run.column("seconds")
    known = column[np.isfinite(column)]
    if len(known) == 0 or run.epoch >= (run.epochs or 0):
        return ""
    left = float(np.median(known)) * ((run.epochs or 0) - run.epoch)
    return f", about {duration(left)} to go"


def is_resumable(run: Run) -> bool:
    """Tell whether a run can go on where it was interrupted."""
    return run.status in ("interrupted", "untested")


def goals(run: Run) -> list[Goal]:
    """Return the figures of the test data beside what the recipe asks."""
    figures = run.result.figures if run.result else {}
    names = dict.fromkeys([*run.expect, *figures])
    return [
        Goal(
            name,
            figures.get(name),
            run.expect.get(name),
            reaches(figures, name, run.expect[name])
            if name in run.expect and name in figures
            else None,
        )
        for name in names
    ]


def verdict(run: Run) -> str:
    """Say whether the run reaches what its recipe asks."""
    asked = " and ".join(
        f"{name.replace('_', ' ')} {'≥' if name.endswith('accuracy') else '≤'} {goal:g}"
        for name, goal in run.expect.items()
    )
    if not asked:
        return "Nothing is asked of this run." if run.config else ""
    if run.result is None:
        return f"The recipe asks {asked}; it is tested at the end."
    if run.result.passed:
        return f"Reaches what the recipe asks: {asked}."
    return f"Misses what the recipe asks: {asked}."


def facts(run: Run) -> list[Fact]:
    """Return all that the run was made with; what the recipe has otherwise, first."""
    usual = {"seed": run.recipe.seed} | run.recipe.settings() if run.recipe else {}
    found = [
        Fact(name, value, usual.get(name), name in usual and usual[name] != value)
        for name, value in run.settings.items()
    ]
    if run.config is not None:
        found.append(Fact("data", run.config.data.name, None, False))
    return sorted(found, key=lambda fact: not fact.differs)


def _command(run: Run) -> str:
    try:
        return command(run.config) if run.config else ""
    except ConfigError:
        return ""


def tag(run: Run, name: str, smoothing: float) -> Tag:
    """Return a metric's last, smoothed and best values."""
    column, best = run.column(name), run.best(name)
    smooth = smoothed(column, smoothing)[-1] if smoothing else np.nan
    return Tag(
        name,
        last=_finite(column[-1]),
        smooth=_finite(smooth),
        best=None if best is None else float(column[best]),
        best_epoch=None if best is None else int(epochs_of(run)[best]),
    )


def _finite(value: float) -> float | None:
    return float(value) if isfinite(value) else None
