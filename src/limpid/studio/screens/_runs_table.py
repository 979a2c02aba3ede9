"""The table of runs: what each was made with and what came out, sorted and as CSV."""

import csv
import io
from collections.abc import Iterator, Sequence
from math import isnan
from typing import Any, Literal

from limpid.errors import ConfigError, nearest
from limpid.studio.screens._runs_curves import epochs_of
from limpid.studio.screens._runs_run import Run
from limpid.studio.screens._runs_state import Cell, Column, Row

PAGE_ROWS = 50
# A spreadsheet takes what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Group = Literal["about", "result", "metric", "setting"]
Cells = dict[str, Cell]

ABOUT = {"state": "state", "epochs": "trained", "seconds": "seconds",
         "started": "started"}  # fmt: skip


def cells_of(run: Run) -> Cells:
    """Return all that the table can say of a run, by column."""
    found: Cells = {
        "state": run.status,
        "epochs": run.epoch,
        "seconds": round(run.seconds, 3),
        "started": run.config.started if run.config else None,
    }
    if run.result is not None:
        found |= {f"result/{k}": _figure(v) for k, v in run.result.figures.items()}
        found["result/parameters"] = run.result.num_parameters
    for name in run.metrics.names:
        column = run.column(name)
        found[f"last/{name}"] = _figure(column[-1])
        best = run.best(name)
        if name.startswith("val_") and best is not None:
            found[f"best/{name}"] = _figure(column[best])
    return found | {f"set/{name}": value for name, value in run.settings.items()}


def _figure(value: float) -> Cell:
    return "not a number" if isnan(value) else float(value)


def matches(run: Run, words: Sequence[str]) -> bool:
    """Tell whether a run's name, recipe, state or settings hold all the words."""
    settings = (f"{name}={value}" for name, value in run.settings.items())
    text = " ".join((run.name, run.status, *settings)).lower()
    return all(word in text for word in words)


def columns_of(table: Sequence[Cells], *, shared: bool) -> list[Column]:
    """Return the columns: first what differs, then what came out, then the rest."""
    keys = list(dict.fromkeys(key for cells in table for key in cells))
    found = [_column(key, table) for key in keys]
    shown = [c for c in found if shared or c.differs or c.group != "setting"]
    return sorted(shown, key=_place)


def _place(column: Column) -> int:
    """Return where a column stands: when and how long matters less than how good."""
    if column.key in ("state", "epochs"):
        return 0
    if column.group == "setting":
        return 1 if column.differs else 5
    return {"result": 2, "metric": 3}.get(column.group, 4)


def _column(key: str, table: Sequence[Cells]) -> Column:
    kind, _, name = key.partition("/")
    group: Group = {"set": "setting", "result": "result", "last": "metric",
                    "best": "metric"}.get(kind, "about")  # type: ignore[assignment]  # fmt: skip
    words = name.replace("_", " ")
    title = {"last": f"last {words}", "best": f"best {words}"}.get(kind, words)
    differs = len({repr(cells.get(key)) for cells in table}) > 1
    return Column(key, title if name else ABOUT[key], group, differs)


def ordered(
    names: Sequence[str], table: Sequence[Cells], key: str, *, descending: bool
) -> list[int]:
    """Return the runs' places in the order of a column; those without it come last.

    Raises:
        ConfigError: No run has such a column.
    """
    known = {column for cells in table for column in cells} | set(ABOUT) | {"name"}
    if table and key not in known:
        raise ConfigError(
            f"There is no column {key!r} to sort by; {nearest(key, known)}"
        )
    values = [name if key == "name" else cells.get(key)
              for name, cells in zip(names, table, strict=True)]  # fmt: skip
    having = [i for i, value in enumerate(values) if _rank(value)[0] < MISSING]
    others = [i for i, value in enumerate(values) if _rank(value)[0] == MISSING]
    having.sort(key=lambda i: _rank(values[i]), reverse=descending)
    return having + others


MISSING = 2


def _rank(value: Cell) -> tuple[int, Any]:
    """Return what to sort a cell by: numbers before words, nothing at the end."""
    if value is None or value == "not a number":
        return MISSING, 0
    return (0, value) if isinstance(value, int | float) else (1, value)


def row_of(
    run: Run,
    cells: Cells,
    columns: Sequence[Column],
    beside: Cells,
    *,
    pinned: bool,
    color: int,
) -> Row:
    """Return a run's row, what differs from another run's settings marked."""
    keys = [column.key for column in columns]
    return Row(
        run.name,
        run.status,
        [cells.get(key) for key in keys],
        [key.startswith("set/") and cells.get(key) != beside.get(key) for key in keys],
        run.result.passed if run.result and run.result.expect else None,
        pinned,
        color,
        run.troubles,
    )


def as_csv(
    runs: Sequence[Run], table: Sequence[Cells], columns: Sequence[Column]
) -> str:
    """Return the table as CSV that no spreadsheet takes for formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["run", *(_harmless(c.key) for c in columns)])
    for run, cells in zip(runs, table, strict=True):
        values = (cells.get(column.key) for column in columns)
        writer.writerow([_harmless(run.name), *map(_harmless, values)])
    return stream.getvalue()


def _harmless(value: Cell) -> Cell:
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def metrics_as_csv(runs: Sequence[Run]) -> Iterator[str]:
    """Yield the runs' metrics as lines of CSV: run, metric, epoch, value."""
    yield "run,metric,epoch,value\n"
    for run in runs:
        name = '"' + str(_harmless(run.name)).replace('"', '""') + '"'
        epochs = epochs_of(run)
        for metric in run.metrics.names:
            for epoch, value in zip(epochs, run.column(metric), strict=True):
                yield f"{name},{_harmless(metric)},{epoch:g},{value!r}\n"
