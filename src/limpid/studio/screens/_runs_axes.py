"""Parallel coordinates: an axis a setting that differs, the last for what came out."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.studio.screens._runs_state import Axis, Cell, Column
from limpid.studio.screens._runs_table import Cells

Array = NDArray[Any]

MAX_AXES = 8
MAX_CHOICES = 24
# A range so many times its least value is drawn by powers of ten.
WIDE = 30


def outcome_of(columns: Sequence[Column], sort: str) -> str | None:
    """Return the column of the last axis: the one sorted by, or what matters most."""
    keys = [c.key for c in columns if c.group in ("result", "metric")]
    wanted = [sort, "result/test_accuracy", "best/val_loss", "last/loss", *keys]
    return next((key for key in wanted if key in keys), None)


def axes_of(
    columns: Sequence[Column], table: Sequence[Cells], sort: str
) -> tuple[list[Axis], Array]:
    """Return the axes, and where each run crosses them: (runs, axes), NaN: nowhere."""
    outcome = outcome_of(columns, sort)
    chosen = [c for c in columns if c.group == "setting" and c.differs][:MAX_AXES]
    chosen += [c for c in columns if c.key == outcome]
    made = [_axis(column, [cells.get(column.key) for cells in table])
            for column in chosen]  # fmt: skip
    kept = [(axis, places) for axis, places in made if np.isfinite(places).any()]
    if not kept:
        return [], np.empty((len(table), 0))
    return [axis for axis, _ in kept], np.stack([p for _, p in kept], axis=1)


def _axis(column: Column, cells: Sequence[Cell]) -> tuple[Axis, Array]:
    """Return an axis and each cell's place on it."""
    plain = [c for c in cells if c is not None and c != "not a number"]
    if all(isinstance(c, int | float) and not isinstance(c, bool) for c in plain):
        return _numbers(column, cells)
    choices = sorted({str(c) for c in plain})[:MAX_CHOICES]
    places = [float(choices.index(str(c))) if str(c) in choices and c is not None
              else np.nan for c in cells]  # fmt: skip
    axis = Axis(
        column.title, column.key, choices, 0.0, max(1.0, len(choices) - 1.0), False
    )
    return axis, np.array(places)


def _numbers(column: Column, cells: Sequence[Cell]) -> tuple[Axis, Array]:
    values = [float(c) if isinstance(c, int | float) else np.nan for c in cells]
    places = np.array(values)
    known = places[np.isfinite(places)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    if low == high:
        low, high = low - (abs(low) or 1) / 2, high + (abs(high) or 1) / 2
    return Axis(column.title, column.key, [], low, high, 0 < low * WIDE < high), places
