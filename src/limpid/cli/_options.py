"""Words that several commands take."""

from enum import Enum
from pathlib import Path
from typing import Annotated, Final

import typer

DEFAULT_RUNS: Final = Path("runs")

RunsDir = Annotated[
    Path, typer.Option(envvar="LIMPID_RUNS", help="The folder of all runs.")
]
RunOrModel = Annotated[
    str,
    typer.Argument(metavar="RUN|MODEL", help="A run, or a model file."),
]
RecipeOrModel = Annotated[
    str,
    typer.Argument(metavar="MODEL", help="A recipe, a run, or a model file."),
]
BatchSize = Annotated[
    int | None,
    typer.Option("--batch", min=1, help="Examples a step; by default the recipe's."),
]
Length = Annotated[
    int | None,
    typer.Option(min=1, help="Of an open axis, such as time; by default the recipe's."),
]


class Step(Enum):
    """What a model does with a batch."""

    train = "train"
    predict = "predict"


class Stage(Enum):
    """How far a program is on its way from Python to machine code."""

    graph = "graph"
    fused = "fused"
    memory = "memory"
    loops = "loops"
    llvm = "llvm"
    asm = "asm"
