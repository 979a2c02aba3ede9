"""What the words after `limpid train` ask for."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from limpid.engines import set_engine
from limpid.errors import ConfigError
from limpid.recipes.find import find, recipe_names
from limpid.recipes.recipe import Setting
from limpid.runs.run_directory import RunDirectory, create_run, find_run, runs_in
from limpid.runs.training import Training, recipe_of, start

DEFAULT_RECIPE = "digits"


@dataclass(frozen=True)
class Order:
    """The words after `limpid train`."""

    recipe: str
    changes: list[str]
    seed: int | None
    epochs: int | None
    name: str | None
    runs_dir: Path


def started(order: Order) -> tuple[Training, RunDirectory]:
    """Return a new run and its folder."""
    recipe = find(order.recipe or DEFAULT_RECIPE).changed(_changes(order))
    # The folder first: a wrong one should not cost a download.
    directory = create_run(order.runs_dir, recipe.name, order.name)
    try:
        seed = recipe.seed if order.seed is None else order.seed
        return start(recipe, seed), directory
    except BaseException:
        directory.path.rmdir()
        raise


def resumed(order: Order) -> tuple[Training, RunDirectory]:
    """Return an interrupted run and its folder.

    Raises:
        ConfigError: There is none, it is complete, or settings were given anew.
    """
    if (
        order.changes
        or order.name
        or order.seed is not None
        or order.epochs is not None
    ):
        raise ConfigError(
            "--resume goes on with the settings of the run; drop --set, --seed,"
            " --epochs and --name, or start a new run without --resume."
        )
    directory = _interrupted(order)
    config = directory.config()
    # Another engine would round otherwise: the run would not go on bit for bit.
    set_engine(config.versions["engine"])
    return start(recipe_of(config), config.seed), directory


def _interrupted(order: Order) -> RunDirectory:
    runs = [run for run in runs_in(order.runs_dir) if not run.is_finished]
    if order.recipe in recipe_names():
        runs = [run for run in runs if run.config().recipe == order.recipe]
    elif order.recipe:
        runs = [find_run(order.runs_dir, order.recipe)]
    if not runs:
        raise ConfigError(
            f"{order.runs_dir} holds no interrupted run to go on with; start one"
            " without --resume."
        )
    if runs[-1].is_finished:
        raise ConfigError(
            f"The run {runs[-1].path.name} is complete; start a new one without"
            " --resume."
        )
    return runs[-1]


def _changes(order: Order) -> dict[str, Setting]:
    changes = dict(map(_parse, order.changes))
    return changes if order.epochs is None else changes | {"epochs": order.epochs}


def _parse(text: str) -> tuple[str, Setting]:
    """Return the name and value in `learning_rate=0.01`."""
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise ConfigError(f"--set {text!r}: expected KEY=VALUE, such as batch_size=64.")
    try:
        return name, msgspec.json.decode(value, type=bool | int | float)
    except msgspec.DecodeError:
        return name, value
