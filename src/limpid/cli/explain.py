from pathlib import Path
from typing import Annotated

import typer


def explain(
    expression: Annotated[
        str, typer.Argument(help="Such as '(x + y) * z' or 'sigmoid(w * x + b)'.")
    ],
    at: Annotated[
        list[str] | None,
        typer.Option(help="A value: --at x=-2, or x=[1,2]."),
    ] = None,
    format: Annotated[str, typer.Option(help="text, svg or latex.")] = "text",
    output: Annotated[
        Path | None, typer.Option(help="Write to this file instead of the terminal.")
    ] = None,
) -> None:
    """Draw an expression's graph: values above the lines, gradients below."""
    from limpid.cli._output import write
    from limpid.explanations import explain as drawn
    from limpid.explanations import trouble
    from limpid.explanations.expression import evaluate, values_of
    from limpid.explanations.page import check_choice

    forms = ("text", "svg", "latex")
    check_choice("format", format, forms)
    values = values_of(at or [])
    explanation = drawn(evaluate(expression, values))
    text = {
        "text": explanation.__str__,
        "svg": explanation.svg,
        "latex": explanation.latex,
    }
    write(text[format](), output)
    if note := trouble(explanation.rows()):
        typer.echo(f"\nNote: {note}", err=True)
