from pathlib import Path
from typing import Annotated

import typer


def exercise(
    kind: Annotated[
        list[str] | None,
        typer.Option(help="A kind of problem; may be given often. All by default."),
    ] = None,
    count: Annotated[int, typer.Option(help="How many problems.")] = 8,
    seed: Annotated[int, typer.Option(help="The same seed gives the same sheet.")] = 0,
    solutions: Annotated[bool, typer.Option(help="Whether solutions follow.")] = True,
    format: Annotated[str, typer.Option(help="text, markdown or latex.")] = "text",
    output: Annotated[
        Path | None, typer.Option(help="Write to this file instead of the terminal.")
    ] = None,
) -> None:
    """Make a problem sheet with solutions.

    Kinds: convolution, expression_graph, forward_pass, gradient_descent,
    perceptron_rule, shapes_and_parameters, softmax_cross_entropy, training_step.
    """
    from limpid.cli._output import write
    from limpid.explanations.exercise import exercise as sheet

    page = sheet(kind, count, seed, solutions=solutions, format=format)
    write(page.rstrip("\n"), output)
