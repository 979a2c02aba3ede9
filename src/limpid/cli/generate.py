from typing import Annotated

import typer

from limpid.cli._options import DEFAULT_RUNS, RunsDir

Run = Annotated[str, typer.Argument(metavar="RUN", help="A run's name or folder.")]
Start = Annotated[
    str | None, typer.Option(help="The text to go on with; by default a new one.")
]
Length = Annotated[int, typer.Option(min=1, help="How many tokens at most.")]
Temperature = Annotated[
    float, typer.Option(min=0.0, help="1: as the model expects; 0: the likeliest.")
]
Seed = Annotated[int, typer.Option(min=0, help="The same seed, the same text.")]


def generate(
    run: Run,
    start: Start = None,
    length: Length = 500,
    temperature: Temperature = 0.8,
    seed: Seed = 0,
    runs_dir: RunsDir = DEFAULT_RUNS,
) -> None:
    """Let a trained model go on with a text, token by token.

    For runs of recipes that write: `limpid train sentences`, `limpid train char-rnn`.
    Texts with an end stop there.
    """
    from limpid.cli._trained import load
    from limpid.cli._writing import go_on

    written = go_on(load(run, runs_dir), start, length, temperature, seed)
    print(written.text)
    rate = written.tokens / max(written.seconds, 1e-9)
    print(
        f"\n({written.tokens:,} tokens in {written.seconds:.3f} s:"
        f" {rate:,.0f} tokens a second)"
    )
