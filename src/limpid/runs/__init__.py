# Written by tools/index.py from the files of this folder; edit those.
"""Runs: a folder for each, with settings, metrics, model and report."""

from limpid.runs import report
from limpid.runs.command import command
from limpid.runs.complete import complete
from limpid.runs.examination import Examination, examine, probabilities_of
from limpid.runs.listener import RunListener
from limpid.runs.records import DataRecord, PreparationRecord, RunConfig, RunResult
from limpid.runs.run_directory import RunDirectory, create_run, find_run, runs_in
from limpid.runs.training import Training, fit, recipe_of, start
from limpid.runs.weight_listener import Spread, WeightListener, is_kept, spread_of

__all__ = [
    "DataRecord",
    "Examination",
    "PreparationRecord",
    "RunConfig",
    "RunDirectory",
    "RunListener",
    "RunResult",
    "Spread",
    "Training",
    "WeightListener",
    "command",
    "complete",
    "create_run",
    "examine",
    "find_run",
    "fit",
    "is_kept",
    "probabilities_of",
    "recipe_of",
    "report",
    "runs_in",
    "spread_of",
    "start",
]
