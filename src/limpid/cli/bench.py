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
    random: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Race N networks drawn at random."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of what is drawn.")] = 0,
    startup: Annotated[
        bool, typer.Option("--startup", help="Time imports and compiling.")
    ] = False,
    command: Annotated[
        bool, typer.Option("--command", help="Time the whole `limpid train`.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option(help="Also write the tables to this file.")
    ] = None,
) -> None:
    """Race limpid against the peers installed: same data, weights and batches.

    The ratio is how many times as long the strongest peer takes as limpid. A network
    drawn at random is repeated by its name: limpid bench random-SEED-NUMBER.
    """
    from limpid.bench.command import command_times
    from limpid.bench.random_race import random_races
    from limpid.bench.report import publish, races
    from limpid.bench.startup import startup_times
    from limpid.errors import ConfigError

    names = workloads or []
    if sum((random is not None, startup, command)) > 1:
        raise ConfigError("--random, --startup and --command are one run each.")
    if names and (random is not None or command):
        raise ConfigError("--random and --command take no workload's name.")
    if random is not None:
        publish(random_races(random, seed), output)
    elif startup:
        publish(startup_times(names), output)
    elif command:
        publish(command_times(), output)
    else:
        publish(races(names, quick=quick), output)
