"""The steps of models named on the command line, as graphs."""

from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from limpid.cli._trained import load
from limpid.graph import Graph
from limpid.models.steps import step_graph
from limpid.recipes.find import find, recipe_names
from limpid.recipes.recipe import Recipe
from limpid.runs.training import num_steps, recipe_of


class Usual(NamedTuple):
    """What a recipe takes in at a step."""

    batch_size: int = 32
    length: int | None = None


def step_of(
    name: str, step: str, batch_size: int | None, length: int | None, runs_dir: Path
) -> Graph:
    """Return the graph of a model's step.

    Args:
        name: A recipe, a run's name or folder, or a model's file.
        step: 'train' or 'predict'.
        batch_size: By default that of the recipe.
        length: Of an open axis, such as time; by default the recipe's window.
        runs_dir: Where runs are looked for.

    Raises:
        ConfigError: There is no such run.
        LimpidFileError: The file is missing or no model.
    """
    model, usual = _model(name, runs_dir)
    sizes = batch_size or usual.batch_size, length or usual.length
    return step_graph(model, step, *sizes)


def _model(name: str, runs_dir: Path) -> tuple[Any, Usual]:
    """Return a model that knows how to train, and what it usually takes in."""
    if name in recipe_names():
        recipe = find(name)
        return _compiled(recipe.model(), recipe), _usual(recipe)
    trained = load(name, runs_dir)
    if trained.config is None:
        return trained.model, Usual()
    recipe = recipe_of(trained.config)
    return _compiled(trained.model, recipe), _usual(recipe)


def _usual(recipe: Recipe) -> Usual:
    return Usual(recipe.batch_size, recipe.preparation.window)


def model_of(name: str, runs_dir: Path) -> Any:
    """Return the model of a recipe, untrained, of a run or of a file.

    Raises:
        ConfigError: There is no such run.
        LimpidFileError: The file is missing or no model.
    """
    return _model(name, runs_dir)[0]


def _compiled(model: Any, recipe: Recipe) -> Any:
    dataset = import_module(f"limpid.datasets.{recipe.dataset}").DATASET
    steps = num_steps(recipe, dataset.shapes[0][0])
    model.compile(recipe.optimizer(steps), recipe.loss, metrics=list(recipe.metrics))
    return model
