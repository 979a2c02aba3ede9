import textwrap
from pathlib import Path
from typing import Annotated, Any

import typer

from limpid.cli._errors import FAILED, INTERRUPTED


def train(
    recipe: Annotated[
        str, typer.Argument(help="Name of a recipe; with --resume also of a run.")
    ] = "",
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="KEY=VALUE", help="Change a setting; repeatable."
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="The recipe's own else.")
    ] = None,
    epochs: Annotated[
        int | None, typer.Option(min=1, help="Short for --set epochs=N.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Of the run; by default recipe and time.")
    ] = None,
    runs_dir: Annotated[Path, typer.Option(help="The folder of all runs.")] = Path(
        "runs"
    ),
    resume: Annotated[
        bool,
        typer.Option(
            "--resume", help="Go on with an interrupted run, the latest by default."
        ),
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Exit with 1 if the recipe's figure is missed."),
    ] = False,
    verbose: Annotated[
        int | None,
        typer.Option(
            min=0, max=2, help="0 silent, 1 a bar, 2 a line an epoch; else as fits."
        ),
    ] = None,
) -> None:
    """Train a recipe's network; without a name, a small LeNet on digits.

    The run's folder gets config.json, metrics.jsonl, model.safetensors, result.json and
    report.html. `limpid recipes` lists the recipes and what can be set.
    """
    from limpid.cli._run import Order, resumed, started
    from limpid.runs.complete import complete
    from limpid.runs.training import fit

    order = Order(recipe, set_ or [], seed, epochs, name, runs_dir)
    training, directory = resumed(order) if resume else started(order)
    show_beginning(training, quiet=verbose == 0)
    if not fit(training, directory, verbose="auto" if verbose is None else verbose):
        print(
            f"Kept in {directory.path}; go on with: {resume_command(order, directory)}"
        )
        raise typer.Exit(INTERRUPTED)
    result = complete(training, directory)
    show_end(result, directory)
    if check and not result.passed:
        raise typer.Exit(FAILED)


def show_beginning(training: Any, *, quiet: bool) -> None:
    """Print what is trained on what."""
    from limpid.cli._pictures import row_of_pictures

    if quiet:
        return
    data, config = training.dataset, training.config
    num_train, num_test = len(training.train[0]), len(training.test[0])
    print(f"{training.recipe.title}\n")
    for text in (
        data.title,
        f"{num_train:,} examples to train on, {num_test:,} to test",
        data.citation,
        f"licence: {data.licence}",
    ):
        print(textwrap.fill(text, width=79, subsequent_indent="  "))
    print()
    pictures = row_of_pictures(training.train[0], training.train[1], data.classes)
    if pictures:
        print(pictures, end="\n\n")
    training.model.summary()
    print(f"\nTraining from seed {config.seed}", flush=True)


def show_end(result: Any, directory: Any) -> None:
    """Print how good the model is, and where everything lies."""
    figures = result.figures
    print()
    if "test_accuracy" in figures:
        print(f"Test accuracy  {figures['test_accuracy']:.2%}")
    if "test_errors" in figures:
        print(f"Test errors    {figures['test_errors']:.0f} of {result.num_test:,}")
    print(f"Test loss      {figures['test_loss']:.4g}")
    for name, goal in result.expect.items():
        verdict = "reached" if result.passed else "missed"
        print(f"The recipe's figure, {name.replace('_', ' ')} {goal:g}, is {verdict}.")
    print(f"\nModel   {directory.model_file}\nReport  {directory.report_file}")


def resume_command(order: Any, directory: Any) -> str:
    """Return the command that goes on with a run."""
    elsewhere = (
        "" if order.runs_dir == Path("runs") else f" --runs-dir {order.runs_dir}"
    )
    return f"limpid train --resume {directory.path.name}{elsewhere}"
