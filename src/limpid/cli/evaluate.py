from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    model: Annotated[
        str, typer.Argument(metavar="RUN|MODEL", help="A run, or its model.")
    ],
    runs_dir: Annotated[Path, typer.Option(help="The folder of all runs.")] = Path(
        "runs"
    ),
) -> None:
    """Test a trained model on the test data of its run."""
    from limpid.cli._trained import trained_run
    from limpid.runs.examination import examine

    training = trained_run(model, runs_dir)
    examination = examine(training)
    data = f"{len(training.test[0]):,} examples of {training.dataset.name}"
    print(f"{training.recipe.name} on {data}")
    for name, value in examination.figures.items():
        print(f"{name.replace('_', ' '):16}{value:.6g}")
