from pathlib import Path
from typing import Annotated

import typer

from limpid.cli._options import (
    DEFAULT_RUNS,
    BatchSize,
    Length,
    RecipeOrModel,
    RunsDir,
    Stage,
    Step,
)


def lower(
    model: RecipeOrModel,
    stage: Annotated[Stage, typer.Option(help="How far to go.")] = Stage.loops,
    step: Annotated[Step, typer.Option(help="Of training or of use.")] = Step.train,
    batch: BatchSize = None,
    length: Length = None,
    runs_dir: RunsDir = DEFAULT_RUNS,
    output: Annotated[
        Path | None, typer.Option(help="Write to this file instead of the terminal.")
    ] = None,
) -> None:
    """Print a model's step on its way from Python to machine code.

    graph: its operations; fused: which run together; memory: where results lie; loops:
    what is computed in which order; llvm and asm: the same in LLVM's language and in
    that of the processor.
    """
    from limpid.cli._output import write
    from limpid.cli._steps import step_of
    from limpid.engines.native.printing import lowered

    graph = step_of(model, step.value, batch, length, runs_dir)
    write(lowered(graph)[stage.value], output)
