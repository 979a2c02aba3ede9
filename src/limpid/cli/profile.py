from typing import Annotated

import typer

from limpid.cli._options import (
    DEFAULT_RUNS,
    BatchSize,
    Length,
    RecipeOrModel,
    RunsDir,
    Step,
)


def profile(
    model: RecipeOrModel,
    step: Annotated[Step, typer.Option(help="Of training or of use.")] = Step.train,
    batch: BatchSize = None,
    length: Length = None,
    least: Annotated[
        float, typer.Option(min=0, max=100, help="Percent of time to be listed.")
    ] = 0.5,
    runs_dir: RunsDir = DEFAULT_RUNS,
) -> None:
    """Show where a step's time goes, layer by layer, forward and backward.

    The last column is the share of what this machine can do at best, in arithmetic or
    in memory, whichever limits the operation; both are measured at the beginning.
    """
    from limpid.cli._profile import show
    from limpid.cli._steps import step_of

    show(step_of(model, step.value, batch, length, runs_dir), least / 100)
