from typing import Annotated

import typer


def gradcheck(
    target: Annotated[
        str,
        typer.Argument(
            help="A layer, loss, activation or function by name, a saved model, "
            "file.py:Name for a block of your own (the file is run), or 'all'."
        ),
    ],
    limit: Annotated[
        float,
        typer.Option(help="The relative error allowed; at kinks 1e-4 is usual."),
    ] = 1e-7,
    seed: Annotated[int, typer.Option(help="Of the random inputs.")] = 0,
) -> None:
    """Check gradients against difference quotients in double precision.

    Prints the worst relative error for each input and weight; exits with 1 if one is
    above the limit.
    """
    from limpid.explanations.gradcheck_targets import reports
    from limpid.utils import set_random_seed

    set_random_seed(seed)
    failed = 0
    for name, report in reports(target, seed):
        verdict = "ok" if report.passes(limit) else "ABOVE THE LIMIT"
        failed += not report.passes(limit)
        print(f"{name}: {verdict}")
        print("\n".join(f"  {line}" for line in str(report).splitlines()))
    if failed:
        print(f"{failed} above the limit of {limit:g}.")
        raise typer.Exit(1)
