"""One run as it lies on the disk: read anew where it has changed, faults said."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec
import numpy as np
from numpy.typing import NDArray

from limpid.callbacks.monitor import GROWING
from limpid.errors import ConfigError
from limpid.recipes.find import find
from limpid.recipes.recipe import Recipe
from limpid.runs.records import RunConfig, RunResult
from limpid.studio.screens._runs_files import Files, Identity, Refusal
from limpid.studio.screens._runs_metrics import Metrics

Array = NDArray[Any]
Status = Literal["running", "finished", "untested", "interrupted", "unknown"]
Stamp = tuple[Any, ...]
Record = TypeVar("Record", RunConfig, RunResult)

MAX_RECORD_BYTES = 1_000_000
# What makes a folder a run, if its settings are missing.
MARKS = ("config.json", "metrics.jsonl", "result.json", "report.html")
# What makes the page new when it changes.
WATCHED = ("config.json", "metrics.jsonl", "weights.jsonl", "result.json")


class Run:
    """A run, and what of it cannot be read.

    Args:
        root: The folder of all runs.
        name: Of this one, as listed.
    """

    def __init__(self, root: Path, name: str) -> None:
        """Read nothing yet."""
        self.name, self.files = name, Files(root, name)
        self.metrics = Metrics()
        self.config: RunConfig | None = None
        self.result: RunResult | None = None
        self.is_training = False
        self.faults: dict[str, str] = {}
        self.seen: dict[str, Identity | None] = {}
        self.known: Stamp = ()

    @property
    def is_run(self) -> bool:
        """Whether the folder holds anything of a run."""
        return any(self.files.identity(name) for name in MARKS)

    def refresh(self) -> bool:
        """Read what has changed since the last time; return whether anything has."""
        found = self.stamp()
        if found == self.known:
            return False
        self.known = found
        self.config = self._record("config.json", RunConfig, self.config)
        self.result = self._record("result.json", RunResult, self.result)
        self.metrics.refresh(self.files)
        self.is_training = self.result is None and self.files.is_training()
        return True

    def _record(
        self, name: str, kind: type[Record], known: Record | None
    ) -> Record | None:
        found = self.files.identity(name)
        if found is not None and found == self.seen.get(name):
            return known
        self.seen[name] = found
        self.faults.pop(name, None)
        try:
            return kind.from_json(self.files.read(name, MAX_RECORD_BYTES))
        except FileNotFoundError:
            return None
        except Refusal as refusal:
            self.faults[name] = f"{refusal}."
        except msgspec.DecodeError as error:
            reason = str(error).replace("`", "").rstrip(".")
            self.faults[name] = f"{name} is not what limpid wrote there: {reason}."
        return None

    def stamp(self) -> Stamp:
        """Return what differs from `known` once there is something new to see."""
        held = self.result is None and self.files.is_training()
        return self.name, *map(self.files.identity, WATCHED), held

    @property
    def troubles(self) -> list[str]:
        """What cannot be read or is missing, in sentences."""
        missing = []
        if self.config is None and "config.json" not in self.faults:
            missing.append("config.json is missing: nobody knows how the run was made.")
        return [*missing, *self.faults.values(), *self.metrics.troubles]

    @property
    def status(self) -> Status:
        """How far the run has come."""
        if self.result is not None:
            return "finished"
        if self.is_training:
            return "running"
        if self.config is None:
            return "unknown"
        return "untested" if self.epoch >= (self.epochs or 0) else "interrupted"

    @property
    def epoch(self) -> int:
        """Epochs trained so far."""
        column = self.column("epoch")
        known = column[np.isfinite(column)]
        return int(known[-1]) if len(known) else self.metrics.num_rows

    @property
    def epochs(self) -> int | None:
        """Epochs wanted."""
        wanted = self.config.settings.get("epochs") if self.config else None
        return wanted if isinstance(wanted, int) else None

    @property
    def seconds(self) -> float:
        """Spent training so far."""
        return float(np.nansum(self.column("seconds")))

    @property
    def recipe(self) -> Recipe | None:
        """The recipe, if this limpid knows it."""
        return recipe_named(self.config.recipe) if self.config else None

    @property
    def expect(self) -> dict[str, float]:
        """The figures that it must reach."""
        if self.result is not None:
            return self.result.expect
        return dict(self.recipe.expect) if self.recipe else {}

    @property
    def settings(self) -> dict[str, Any]:
        """All that it was made with, by name; empty if that is not known."""
        if self.config is None:
            return {}
        made = {"recipe": self.config.recipe, "seed": self.config.seed}
        return made | self.config.settings | self.config.versions

    def column(self, name: str) -> Array:
        """Return a metric of each epoch; NaN where it was not measured."""
        found = self.metrics.columns.get(name)
        rows = self.metrics.num_rows
        return np.full(rows, np.nan) if found is None else np.array(found)

    def best(self, name: str) -> int | None:
        """Return the row with the best value of a metric."""
        column = self.column(name)
        if not np.isfinite(column).any():
            return None
        return int(np.nanargmax(column) if grows(name) else np.nanargmin(column))


def grows(name: str) -> bool:
    """Tell whether more of a metric is better, as callbacks tell it by its name."""
    return any(part in name for part in GROWING)


@lru_cache
def recipe_named(name: str) -> Recipe | None:
    """Return a recipe, or None if there is none of that name."""
    try:
        return find(name)
    except ConfigError:
        return None
