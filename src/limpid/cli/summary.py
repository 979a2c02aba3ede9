from pathlib import Path
from typing import Annotated

import typer


def summary(
    model: Annotated[
        str, typer.Argument(metavar="RUN|MODEL", help="A run, or a model file.")
    ],
    runs_dir: Annotated[Path, typer.Option(help="The folder of all runs.")] = Path(
        "runs"
    ),
) -> None:
    """Print a model's layers with their shapes and parameters."""
    from limpid.cli._trained import load

    load(model, runs_dir).model.summary()
