from typing import Annotated

import typer

from limpid.cli._errors import FAILED, INTERRUPTED
from limpid.cli._options import DEFAULT_RUNS, RunsDir

Recipe = Annotated[
    str, typer.Argument(help="Name of a recipe; with --resume also of a run.")
]
Changes = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="Change a setting; repeatable."),
]
Seed = Annotated[int | None, typer.Option(min=0, help="By default the recipe's own.")]
Epochs = Annotated[int | None, typer.Option(min=1, help="Short for --set epochs=N.")]
Name = Annotated[
    str | None, typer.Option(help="Of the run; by default recipe and time.")
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume", help="Go on with an interrupted run, by default the latest."
    ),
]
Check = Annotated[
    bool, typer.Option("--check", help="Exit with 1 if the recipe's figure is missed.")
]
Verbose = Annotated[
    int | None,
    typer.Option(min=0, max=2, help="0: silent, 1: a bar, 2: a line an epoch."),
]


def train(
    recipe: Recipe = "",
    changes: Changes = None,
    seed: Seed = None,
    epochs: Epochs = None,
    name: Name = None,
    runs_dir: RunsDir = DEFAULT_RUNS,
    resume: Resume = False,
    check: Check = False,
    verbose: Verbose = None,
) -> None:
    """Train a recipe's network; without a name, a small LeNet on digits.

    The run's folder gets config.json, metrics.jsonl, model.safetensors, result.json and
    report.html. `limpid recipes` lists the recipes and what can be set.
    """
    from limpid.cli._display import show_beginning, show_end, show_interruption
    from limpid.cli._run import Order, resumed, started
    from limpid.runs.complete import complete
    from limpid.runs.training import fit

    order = Order(recipe, changes or [], seed, epochs, name, runs_dir)
    training, directory = resumed(order) if resume else started(order)
    if verbose != 0:
        show_beginning(training)
    if not fit(training, directory, verbose="auto" if verbose is None else verbose):
        show_interruption(directory)
        raise typer.Exit(INTERRUPTED)
    result = complete(training, directory)
    show_end(result, directory)
    if check and not result.passed:
        raise typer.Exit(FAILED)
