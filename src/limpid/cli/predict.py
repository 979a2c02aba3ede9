from pathlib import Path
from typing import Annotated

import typer

from limpid.cli._options import DEFAULT_RUNS, RunOrModel, RunsDir


def predict(
    model: RunOrModel,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Pictures.")],
    top: Annotated[int, typer.Option(min=1, help="How many answers to print.")] = 3,
    runs_dir: RunsDir = DEFAULT_RUNS,
) -> None:
    """Say what pictures show, with the probability of each answer."""
    from limpid.cli._recognition import recognize
    from limpid.cli._trained import load

    trained = load(model, runs_dir)
    for file in files:
        answers, notes = recognize(trained, file)
        print(file)
        for note in notes:
            print(f"    ({note})")
        for name, probability in answers[:top]:
            bar = "█" * round(probability * 20)
            print(f"    {name:<12} {probability:7.2%}  {bar}".rstrip())
