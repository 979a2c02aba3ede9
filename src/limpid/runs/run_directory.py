"""A run directory: where a run keeps all that is known about it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from math import nan
from pathlib import Path

import msgspec

from limpid.errors import ConfigError, LimpidFileError, nearest
from limpid.runs.records import RunConfig, RunResult, read_record

__all__ = ["RunDirectory", "create_run", "find_run", "runs_in"]

Metrics = list[dict[str, float]]

SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True)
class RunDirectory:
    """The files of a run, by what they hold.

    Args:
        path: The folder.
    """

    path: Path

    @property
    def config_file(self) -> Path:
        """How the run was made."""
        return self.path / "config.json"

    @property
    def metrics_file(self) -> Path:
        """One line an epoch, written as it ends."""
        return self.path / "metrics.jsonl"

    @property
    def weights_file(self) -> Path:
        """How the weights were spread, a line an epoch; long runs leave some out."""
        return self.path / "weights.jsonl"

    @property
    def model_file(self) -> Path:
        """The model after the last epoch."""
        return self.path / "model.safetensors"

    @property
    def best_file(self) -> Path:
        """The model with the best validation, if some data was held out."""
        return self.path / "best.safetensors"

    @property
    def result_file(self) -> Path:
        """What came out; a run that lacks it is unfinished."""
        return self.path / "result.json"

    @property
    def report_file(self) -> Path:
        """A page to look at."""
        return self.path / "report.html"

    @property
    def checkpoint_folder(self) -> Path:
        """What an interrupted run goes on from."""
        return self.path / "checkpoint"

    @property
    def is_finished(self) -> bool:
        """Whether the run has come to its end."""
        return self.result_file.is_file()

    def config(self) -> RunConfig:
        """Return how the run was made."""
        return read_record(self.config_file, RunConfig)

    def result(self) -> RunResult:
        """Return what came out.

        Raises:
            LimpidFileError: The run is unfinished, or the file is damaged.
        """
        return read_record(self.result_file, RunResult)

    def metrics(self) -> Metrics:
        """Return the metrics of each epoch; a line cut short by a kill is left out."""
        if not self.metrics_file.is_file():
            return []
        lines = self.metrics_file.read_bytes().split(b"\n")[:-1]
        try:
            return [read_metrics(line) for line in lines]
        except msgspec.DecodeError as error:
            raise LimpidFileError(
                f"{self.metrics_file} is not what limpid wrote there: {error}"
            ) from error


def read_metrics(line: bytes) -> dict[str, float]:
    """Return the metrics of a line; JSON has null for what is no finite number.

    Raises:
        msgspec.DecodeError: It is no such line.
    """
    found = msgspec.json.decode(line, type=dict[str, float | None])
    return {name: nan if value is None else value for name, value in found.items()}


def create_run(root: Path, recipe: str, name: str | None = None) -> RunDirectory:
    """Make the folder of a new run.

    Args:
        root: The folder of all runs; made if missing.
        recipe: Name of the recipe.
        name: Of the run; by default the recipe's name with date and time.

    Raises:
        ConfigError: The name is taken, or could leave the folder.
        LimpidFileError: The folder cannot be made.
    """
    if name is not None and not SAFE_NAME.fullmatch(name):
        raise ConfigError(
            f"{name!r} cannot name a run: expected up to 100 letters, digits, '.', '_'"
            " and '-', a letter or digit first."
        )
    names = iter([name]) if name else _free_names(recipe)
    try:
        root.mkdir(parents=True, exist_ok=True)
        for candidate in names:
            path = root / candidate
            if not path.exists():
                path.mkdir()
                return RunDirectory(path)
    except OSError as error:
        raise LimpidFileError(
            f"The run cannot be kept in {root} ({error.strerror}); choose a folder you"
            " may write to with --runs-dir."
        ) from error
    raise ConfigError(
        f"There is a run {name!r} in {root} already; choose another --name, or go on"
        f" with it: limpid train --resume {name}"
    )


def _free_names(recipe: str) -> Iterator[str]:
    stem = f"{recipe}-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}"
    yield stem
    for number in range(2, 1000):
        yield f"{stem}-{number}"


def runs_in(root: Path) -> list[RunDirectory]:
    """Return the runs in a folder, the latest last."""
    configs = root.glob("*/config.json")
    latest_last = sorted(configs, key=lambda file: file.stat().st_mtime_ns)
    return [RunDirectory(file.parent) for file in latest_last]


def find_run(root: Path, name: str) -> RunDirectory:
    """Return the run of a name, or of a path.

    Raises:
        ConfigError: There is none.
    """
    for path in (root / name, Path(name)):
        if (path / "config.json").is_file():
            return RunDirectory(path)
    known = [run.path.name for run in runs_in(root)]
    hint = nearest(name, known) if known else f"{root} holds no run yet"
    raise ConfigError(f"There is no run {name!r}; {hint}")
