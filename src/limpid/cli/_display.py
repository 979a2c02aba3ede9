"""What `limpid train` says before and after training."""

import textwrap

from limpid.cli._options import DEFAULT_RUNS
from limpid.cli._pictures import row_of_pictures
from limpid.runs.complete import reaches
from limpid.runs.records import RunResult
from limpid.runs.run_directory import RunDirectory
from limpid.runs.training import Training

_WIDTH = 79


def show_beginning(training: Training) -> None:
    """Print what is trained on what."""
    print(f"{training.recipe.title}\n")
    _show_data(training)
    training.model.summary()
    # What follows may take long: say so far at once.
    print(f"\nTraining from seed {training.config.seed}", flush=True)


def _show_data(training: Training) -> None:
    data, (x, labels) = training.dataset, training.train
    counts = f"{len(x):,} examples to train on, {len(training.test[0]):,} to test"
    for text in (data.title, counts, data.citation, f"licence: {data.licence}"):
        print(textwrap.fill(text, _WIDTH, subsequent_indent="  "))
    print()
    if pictures := row_of_pictures(x, labels, data.classes):
        print(pictures, end="\n\n")


def show_end(result: RunResult, directory: RunDirectory) -> None:
    """Print how good the model is, and where everything lies."""
    figures = result.figures
    print()
    if "test_accuracy" in figures:
        print(f"Test accuracy  {figures['test_accuracy']:.2%}")
    if "test_errors" in figures:
        print(f"Test errors    {figures['test_errors']:.0f} of {result.num_test:,}")
    print(f"Test loss      {figures['test_loss']:.4g}")
    for name, goal in result.expect.items():
        verdict = "reached" if reaches(figures, name, goal) else "missed"
        print(f"The recipe's figure, {name.replace('_', ' ')} {goal:g}, is {verdict}.")
    print(f"\nModel   {directory.model_file}\nReport  {directory.report_file}")


def show_interruption(directory: RunDirectory) -> None:
    """Print where an interrupted run is kept, and how to go on with it."""
    folder, name = directory.path.parent, directory.path.name
    elsewhere = "" if folder == DEFAULT_RUNS else f" --runs-dir {folder}"
    print(
        f"Kept in {directory.path}; go on with: limpid train --resume {name}{elsewhere}"
    )
