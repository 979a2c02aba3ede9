from typing import Annotated

import typer


def get(name: Annotated[str, typer.Argument(help="Name of a data set.")]) -> None:
    """Fetch a data set, check it, and say where its files are."""
    from limpid.cli.data._known import find
    from limpid.datasets import fetch

    located = fetch(find(name))
    print(f"{name}: verified, from the {located.origin}")
    for path in located.paths:
        print(f"    {path}")
    if located.note:
        print(f"    note: {located.note}")
