"""Runs: what `limpid train` writes, while it trains and afterwards."""

from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta

from limpid.errors import ConfigError
from limpid.studio.screen import Derivation, Screen, action
from limpid.studio.screens import _runs_changes, _runs_look, _runs_weights
from limpid.studio.screens._runs_axes import axes_of
from limpid.studio.screens._runs_code import program
from limpid.studio.screens._runs_curves import (
    FEW,
    MAX_DRAWN,
    along,
    charts,
    joined,
    metric_names,
    starts_of,
)
from limpid.studio.screens._runs_derivations import derivation
from limpid.studio.screens._runs_files import (
    MAX_RUNS,
    Listing,
    Refusal,
    default_folder,
    found_among,
    listing,
)
from limpid.studio.screens._runs_run import Run
from limpid.studio.screens._runs_state import Drawn, Look, Row, RunsState, RunsView
from limpid.studio.screens._runs_table import (
    PAGE_ROWS,
    Cells,
    as_csv,
    cells_of,
    columns_of,
    matches,
    metrics_as_csv,
    ordered,
    row_of,
)

Name = Annotated[str, Meta(max_length=255)]

MAX_REPORT_BYTES = 16_000_000
# More runs than colors: then only the pinned ones have one.
NUM_COLORS = 6


class Runs(Screen):
    """The runs of a folder.

    Args:
        folder: Where they lie; by default `runs`, or what LIMPID_RUNS names.
        state: What is looked at, and how.
    """

    title = "Runs"
    summary = "What limpid train writes: curves, weights and settings, live, compared."
    State = RunsState
    View = RunsView
    live = frozenset(RunsState.__struct_fields__)

    def __init__(self, folder: Any = None, state: Any = None) -> None:
        """Read the folder."""
        super().__init__(state)
        self.folder = default_folder() if folder is None else Path(folder)
        self.runs: dict[str, Run] = {}
        self.cells: dict[str, Cells] = {}
        self.listing = Listing(())
        self.weights: _runs_weights.Look | None = None
        self.refresh()

    def remade(self, state: Any) -> "Runs":
        """Return it in another state, of the same folder."""
        return Runs(self.folder, state)

    def retune(self, state: Any) -> None:
        """Take another state, and look at the folder again."""
        self._check(state)
        self.state = state
        self.refresh()

    def _check(self, state: RunsState) -> None:
        ordered([*self.runs], [*self.cells.values()], state.sort, descending=False)

    # Reading

    def refresh(self) -> None:
        """Read what is new in the folder."""
        self.listing = listing(self.folder)
        known = self.runs
        runs = (known.get(n) or Run(self.folder, n) for n in self.listing.names)
        self.runs = {run.name: run for run in runs if run.is_run}
        old = self.cells
        self.cells = {
            name: cells_of(run) if run.refresh() or name not in old else old[name]
            for name, run in self.runs.items()
        }
        self.stamp = _digest(self.listing, [run.known for run in self.runs.values()])

    @action(changes=False)
    def changes(self) -> str:
        """Return what differs from the view's stamp once there is something new."""
        found = listing(self.folder)
        runs = (self.runs.get(n) or Run(self.folder, n) for n in found.names)
        return _digest(found, [run.stamp() for run in runs if run.is_run])

    # What it shows

    def _matching(self) -> list[Run]:
        words = self.state.filter.lower().split()
        return [run for run in self.runs.values() if matches(run, words)]

    def _sorted(self) -> tuple[list[Run], list[Cells]]:
        """Return the runs that match as the table has them, the pinned ones first."""
        runs, state = self._matching(), self.state
        table = [self.cells[run.name] for run in runs]
        names = [run.name for run in runs]
        order = ordered(names, table, state.sort, descending=state.descending)
        order.sort(key=lambda i: runs[i].name not in state.pinned)
        return [runs[i] for i in order], [table[i] for i in order]

    def looked_at(self) -> Run | None:
        """Return the run that is looked at: the one chosen, or the latest."""
        if self.state.run in self.runs:
            return self.runs[self.state.run]
        candidates = self._matching() or list(self.runs.values())
        return max(candidates, key=_age, default=None)

    def show(self) -> RunsView:
        state = self.state
        runs, table = self._sorted()
        columns = columns_of(table, shared=state.shared)
        drawn = self._drawn(runs)
        colors = self._colors(drawn)
        pages = max(1, -(-len(runs) // PAGE_ROWS))
        page = min(state.page, pages - 1)
        on_page = range(page * PAGE_ROWS, min(len(runs), (page + 1) * PAGE_ROWS))
        names = metric_names(drawn)
        chosen = [n for n in names if n in state.metrics] or names[:FEW]
        at = {run.name: i for i, run in enumerate(runs)}
        axes, lines = axes_of(columns, [table[at[r.name]] for r in drawn], state.sort)
        return RunsView(
            folder=str(self.folder),
            stamp=self.stamp,
            says=self._says(len(runs), len(drawn)),
            troubles=self._troubles(),
            total=len(self.runs),
            matching=len(runs),
            page=page,
            pages=pages,
            columns=columns,
            rows=[self._row(runs[i], table[i], columns, colors) for i in on_page],
            drawn=[Drawn(r.name, colors[r.name], self._is_pinned(r)) for r in drawn],
            metrics=names,
            x=joined([along(run, state.x) for run in drawn]),
            starts=starts_of(drawn),
            charts=charts(drawn, chosen, state.smoothing),
            axes=axes,
            lines=lines,
            look=self._look(),
        )

    def _row(self, run: Run, cells: Cells, columns: Any, colors: dict[str, int]) -> Row:
        looked_at = self.looked_at()
        beside = self.cells[looked_at.name] if looked_at else {}
        color, pinned = colors.get(run.name, -1), self._is_pinned(run)
        return row_of(run, cells, columns, beside, pinned=pinned, color=color)

    def _is_pinned(self, run: Run) -> bool:
        return run.name in self.state.pinned

    def _drawn(self, runs: list[Run]) -> list[Run]:
        """Return the runs on the plots, in the order in which they were started."""
        pinned = [run for run in runs if self._is_pinned(run)]
        chosen = pinned if self.state.only_pinned and pinned else runs[:MAX_DRAWN]
        return sorted(chosen, key=_age)

    def _colors(self, drawn: list[Run]) -> dict[str, int]:
        if len(drawn) <= NUM_COLORS:
            return {run.name: i for i, run in enumerate(drawn)}
        return {run.name: self._color(run) for run in drawn}

    def _color(self, run: Run) -> int:
        pinned: tuple[str, ...] = self.state.pinned
        return pinned.index(run.name) % NUM_COLORS if run.name in pinned else -1

    def _says(self, matching: int, drawn: int) -> str:
        if not self.runs:
            return (
                f"There are no runs in {self.folder} yet. In a terminal there, "
                "`limpid train digits` makes one; it appears here as it learns."
            )
        if not matching:
            return f"No run of {len(self.runs):,} matches {self.state.filter!r}."
        beyond = (
            f" The first {drawn:,} are drawn." if drawn == MAX_DRAWN < matching else ""
        )
        one = "1 run" if matching == 1 else f"{matching:,} runs"
        of = f" of {len(self.runs):,}" if matching < len(self.runs) else ""
        return f"{one}{of} in {self.folder}.{beyond}"

    def _troubles(self) -> list[str]:
        found = self.listing
        others = len(found.names) - len(self.runs)
        said = [found.trouble] if found.trouble else []
        if found.left_out:
            said.append(
                f"The folder holds {found.left_out:,} more; the first {MAX_RUNS:,} by "
                "name are read."
            )
        if found.links:
            names = ", ".join(found.links[:3]) + (", …" if len(found.links) > 3 else "")
            said.append(f"Links are not followed: {names}.")
        if others:
            said.append(
                f"Folders that hold nothing of a run are passed over: {others:,}."
            )
        return said

    def _look(self) -> Look | None:
        run = self.looked_at()
        if run is None:
            return None
        if self.weights is None or self.weights.files is not run.files:
            self.weights = _runs_weights.Look(run.files)
        return _runs_look.look_at(run, self.weights, self.state)

    # Derivations and code

    def derive(self, number: str) -> Derivation:
        """Return where a number comes from: 'last/NAME/val_loss'."""
        kind, _, rest = number.partition("/")
        name, _, metric = rest.partition("/")
        run = self._run(name)
        found = derivation(run, kind, metric, self.state.smoothing)
        return found or super().derive(number)

    def derivable(self) -> list[str]:
        run = self.looked_at()
        if run is None:
            return []
        kinds = ("last", "best", "smooth") if self.state.smoothing else ("last", "best")
        return [f"{kind}/{run.name}/{name}" for name in run.metrics.names
                for kind in kinds if run.best(name) is not None]  # fmt: skip

    def code(self) -> str:
        run = self.looked_at()
        names = run.metrics.names if run else []
        metric = next((n for n in ("val_loss", "loss", *names) if n in names), "")
        return program(self.folder, self.state, run.name if run else "", metric)

    # Actions: none is recorded, since a replay must not make it again

    def _run(self, name: str) -> Run:
        return self.runs[found_among(tuple(self.runs), name)]

    @action(changes=False)
    def report(self, run: Name) -> str:
        """Return a run's report, a page of its own.

        Raises:
            ConfigError: It has none, or it cannot be read.
        """
        try:
            found = self._run(run).files.read("report.html", MAX_REPORT_BYTES)
        except FileNotFoundError:
            raise ConfigError(
                f"{run} has no report; `limpid report {run}` writes it once it is "
                "trained."
            ) from None
        except Refusal as refusal:
            raise ConfigError(f"{refusal}.") from None
        return found.decode("utf-8", errors="replace")

    @action(changes=False)
    def rename(self, run: Name, name: Name) -> None:
        """Give a run another name."""
        _runs_changes.rename(self.folder, self._run(run).name, name)

    @action(changes=False)
    def delete(self, run: Name) -> str:
        """Put a run aside in `.deleted`; return the name it has there."""
        return _runs_changes.delete(self.folder, self._run(run).name)

    @action(changes=False)
    def undelete(self, kept: Name) -> None:
        """Bring back a run that was put aside."""
        _runs_changes.undelete(self.folder, kept)

    @action(changes=False)
    def csv(self, what: Literal["table", "metrics"] = "table") -> str:
        """Return the table, or all metrics of the runs drawn, as CSV."""
        runs, table = self._sorted()
        if what == "metrics":
            return "".join(metrics_as_csv(self._drawn(runs)))
        return as_csv(runs, table, columns_of(table, shared=True))


def _digest(found: Listing, stamps: list[Any]) -> str:
    return sha256(repr((found, stamps)).encode()).hexdigest()[:16]


def _age(run: Run) -> tuple[Any, ...]:
    """Return what sorts runs by when they were started; those unknown come first."""
    started = run.config.started if run.config else ""
    return started, run.name
