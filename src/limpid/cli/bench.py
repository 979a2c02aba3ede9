from pathlib import Path
from typing import Annotated

import typer


def bench(
    workloads: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORKLOAD]...", help="By default, all of them."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Few turns; no PyTorch compile.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option(help="Also write the tables to this file.")
    ] = None,
) -> None:
    """Race limpid against the peers installed: same data, weights and batches.

    The ratio is how many times as long the strongest peer takes as limpid.
    """
    from limpid.bench.report import publish, races

    publish(races(workloads or [], quick=quick), output)
