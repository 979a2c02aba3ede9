"""Trained models by the name of their run, its folder, or the model's file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from limpid.errors import ConfigError, LimpidFileError
from limpid.models import load_model
from limpid.runs.records import RunConfig
from limpid.runs.run_directory import RunDirectory, find_run
from limpid.runs.training import Training, recipe_of, start


@dataclass(frozen=True)
class Trained:
    """A model, and the settings of its run if it lies in one.

    Args:
        model: As loaded.
        config: How the run was made; None for a model file alone.
    """

    model: Any
    config: RunConfig | None


def load(name: str, runs_dir: Path) -> Trained:
    """Return the model of a run's name or folder, or of a file.

    Raises:
        ConfigError: There is no such run.
        LimpidFileError: The file is missing or no model.
    """
    file = model_file(name, runs_dir)
    run = RunDirectory(file.parent)
    config = run.config() if run.config_file.is_file() else None
    return Trained(load_model(file), config)


def model_file(name: str, runs_dir: Path) -> Path:
    """Return the file that holds the model."""
    path = Path(name)
    if path.suffix != ".safetensors" and not path.is_file():
        path = find_run(runs_dir, name).model_file
    if not path.is_file():
        raise LimpidFileError(
            f"There is no model {path}; give a run's name or folder, or a .safetensors"
            " file"
        )
    return path


def trained_run(name: str, runs_dir: Path) -> Training:
    """Return a run with its data and its trained model.

    Raises:
        ConfigError: The model lies in no run, so its data are not known.
    """
    trained = load(name, runs_dir)
    if trained.config is None:
        raise ConfigError(
            f"{name} lies in no run's folder, so its test data are not known; give a"
            " run."
        )
    training = start(recipe_of(trained.config), trained.config.seed)
    training.model.set_weights(trained.model.get_weights())
    return training
