"""Words that several commands take."""

from pathlib import Path
from typing import Annotated, Final

import typer

DEFAULT_RUNS: Final = Path("runs")

RunsDir = Annotated[Path, typer.Option(help="The folder of all runs.")]
RunOrModel = Annotated[
    str,
    typer.Argument(metavar="RUN|MODEL", help="A run, or a model file."),
]
