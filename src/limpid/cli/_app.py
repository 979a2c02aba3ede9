"""The Typer application: the commands of a folder, by their files' names."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Annotated

import typer

from limpid.cli._errors import DEBUG, guarded

_SETTINGS = {
    "no_args_is_help": True,
    "add_completion": False,
    # Typer's boxes need rich, which takes longer to import than all else.
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}


def make_app(*, debug: bool = False) -> typer.Typer:
    """Return the application with every command.

    Args:
        debug: Whether errors pass through with their traceback.
    """
    app = group("limpid.cli", debug=debug)
    app.callback(help=limpid.__doc__)(limpid)
    return app


def group(package: str, *, debug: bool) -> typer.Typer:
    """Return the commands of a package, its folders as groups of their own."""
    folder = import_module(package)
    app = typer.Typer(help=folder.__doc__, **_SETTINGS)  # type: ignore[arg-type]
    for name, module in modules_of(folder):
        words = name.replace("_", "-")
        if hasattr(module, "__path__"):
            app.add_typer(group(module.__name__, debug=debug), name=words)
        else:
            app.command(words)(guarded(getattr(module, name), debug=debug))
    return app


def modules_of(package: ModuleType) -> Iterator[tuple[str, ModuleType]]:
    """Yield the names and modules of a package's commands in alphabetical order."""
    for module in iter_modules([str(Path(str(package.__file__)).parent)]):
        if not module.name.startswith("_"):
            yield module.name, import_module(f"{package.__name__}.{module.name}")


def _print_version(wanted: bool) -> None:
    from limpid import __version__

    if wanted:
        print(f"limpid {__version__}")
        raise typer.Exit


def limpid(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=_print_version,
            help="Print it and exit.",
        ),
    ] = False,
    debug: Annotated[
        bool,
        typer.Option(DEBUG, help="Show where an error came from, with any command."),
    ] = False,
) -> None:
    """Train neural networks on real data, see inside them, keep the result.

    Begin with: limpid train
    """
