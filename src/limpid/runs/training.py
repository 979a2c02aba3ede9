"""A run from its recipe to its trained model: start, fit."""

import hashlib
import platform
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

import numpy as np

from limpid import __version__
from limpid.callbacks import BackupAndRestore
from limpid.datasets._lock import lock
from limpid.datasets.dataset import Array, Dataset, Examples
from limpid.datasets.fetch import fetch
from limpid.engines import get_engine
from limpid.errors import ConfigError
from limpid.models.fit_loop import fit_loop
from limpid.models.loop import Loop
from limpid.random.seed_generator import set_random_seed
from limpid.recipes.find import find
from limpid.recipes.recipe import Recipe
from limpid.runs.listener import RunListener
from limpid.runs.records import (
    DataRecord,
    PreparationRecord,
    RunConfig,
    write_record,
)
from limpid.runs.run_directory import RunDirectory
from limpid.runs.weight_listener import WeightListener
from limpid.utils.consecutive_batches import consecutive_batches

__all__ = ["Training", "fit", "recipe_of", "start"]


@dataclass
class Training:
    """A run under way: its recipe, its data and its model.

    Args:
        recipe: With the settings of this run.
        dataset: What the data set says about itself.
        train: Examples to learn from, as the data set holds them.
        test: Examples kept back for the end.
        model: Compiled, and trained as far as the run has come.
        config: What the run directory says about the run.
    """

    recipe: Recipe
    dataset: Dataset
    train: Examples
    test: Examples
    model: Any
    config: RunConfig

    def inputs(self, examples: Examples) -> Array:
        """Return what the network is given for some examples."""
        return self._windows(self.recipe.preparation.inputs(examples[0]))

    def targets(self, examples: Examples) -> Array:
        """Return what the loss compares its outputs with."""
        return self._windows(self.recipe.preparation.targets(examples[1]))

    @property
    def is_sequence(self) -> bool:
        """Whether the examples are one sequence, cut into windows."""
        return self.recipe.preparation.window is not None

    def _windows(self, steps: Array) -> Array:
        window = self.recipe.preparation.window
        if window is None:
            return steps
        return consecutive_batches(steps, window, self.recipe.batch_size)


def start(recipe: Recipe, seed: int) -> Training:
    """Return a run of a recipe that has its data and its untrained model.

    Raises:
        LimpidFileError: The data cannot be had.
        ConfigError: A setting of the model or the optimizer is not allowed.
    """
    dataset: Dataset = import_module(f"limpid.datasets.{recipe.dataset}").DATASET
    located = fetch(dataset)
    train, test = located.reader(located.paths)
    set_random_seed(seed)
    model = recipe.model()
    model.compile(
        recipe.optimizer(num_steps(recipe, len(train[0]))),
        recipe.loss,
        metrics=list(recipe.metrics),
    )
    data = DataRecord(
        dataset.name, checksum(*train, *test), located.origin, located.note
    )
    config = describe(recipe, seed, data)
    return Training(recipe, dataset, train, test, model, config)


def num_steps(recipe: Recipe, num_examples: int) -> int:
    """Return the number of steps of the whole run."""
    window = recipe.preparation.window
    if window is not None:
        return num_examples // (window * recipe.batch_size) * recipe.epochs
    num_train = num_examples - int(num_examples * recipe.validation)
    return -(-num_train // recipe.batch_size) * recipe.epochs


def checksum(*arrays: Array) -> str:
    """Return the SHA-256 of arrays, one after the other."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def describe(recipe: Recipe, seed: int, data: DataRecord) -> RunConfig:
    """Return what makes the run again."""
    preparation = recipe.preparation
    return RunConfig(
        recipe=recipe.name,
        seed=seed,
        settings=recipe.settings(),
        data=data,
        preparation=PreparationRecord(
            preparation.full_scale,
            preparation.shape,
            preparation.one_hot,
            preparation.window,
        ),
        versions={
            "limpid": __version__,
            "python": platform.python_version(),
            "numpy": np.__version__,
            "engine": get_engine().name,
        },
        started=datetime.now().astimezone().isoformat(timespec="seconds"),
    )


def recipe_of(config: RunConfig) -> Recipe:
    """Return the recipe of a run, with its settings.

    Raises:
        ConfigError: This limpid has no such recipe, or it lacks a setting.
    """
    return find(config.recipe).changed(config.settings)


def fit(training: Training, directory: RunDirectory, *, verbose: Any = "auto") -> bool:
    """Train, from the directory's checkpoint on if it has one.

    Returns whether the run came to its end: False after Ctrl-C, which leaves a
    checkpoint to go on from.

    Raises:
        ConfigError: The directory belongs to a run with other data.
    """
    with lock(directory.path / ".lock"):
        return _fit(training, directory, verbose)


def _fit(training: Training, directory: RunDirectory, verbose: Any) -> bool:
    _join(training, directory)
    recipe, model = training.recipe, training.model
    backup = BackupAndRestore(directory.checkpoint_folder, delete_checkpoint=False)
    loop = Loop(
        model,
        epochs=recipe.epochs,
        verbose=verbose,
        callbacks=[*recipe.callbacks(), backup],
    )
    x, y = training.inputs(training.train), training.targets(training.train)
    loop.take_data(
        (x, y, None),
        batch_size=recipe.batch_size,
        shuffle=not training.is_sequence,
    )
    loop.take_validation(None, recipe.validation, batch_size=None, steps=None)
    size = recipe.batch_size
    # In front, so that what it writes is never behind the checkpoint.
    loop.listeners[:0] = [
        RunListener(directory, model),
        WeightListener(directory, model, (x[:size], y[:size])),
    ]
    fit_loop(loop)
    model.save(directory.model_file)
    return backup.signal is None and loop.reason is None


def _join(training: Training, directory: RunDirectory) -> None:
    """Write how the run is made, or check that this run is the one begun there."""
    if not directory.config_file.is_file():
        write_record(directory.config_file, training.config)
        return
    begun = directory.config()
    if begun.data.sha256 != training.config.data.sha256:
        raise ConfigError(
            f"The data set {begun.data.name} has changed since {directory.path.name}"
            " was begun; restore the data, or start a new run."
        )
