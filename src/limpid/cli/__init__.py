"""The command line: one file per command, found by listing this folder.

A file `bench.py` defines `bench(...)`, which becomes `limpid bench`; a folder becomes a
group of commands. Whatever is slow to import is imported inside the function, so that
`limpid --help` answers at once.
"""

import sys
import warnings
from io import TextIOWrapper

__all__ = ["main"]


def main() -> None:
    """Run the command that the arguments name, and exit with its code."""
    from limpid.cli._app import make_app
    from limpid.cli._errors import DEBUG, report_anything, say_warning

    if isinstance(sys.stdout, TextIOWrapper):
        # Where the terminal lacks a letter, a question mark serves.
        sys.stdout.reconfigure(errors="replace")
    arguments = sys.argv[1:]
    debug = DEBUG in arguments
    if not debug:
        warnings.showwarning = say_warning
    app = make_app(debug=debug)
    with report_anything(debug=debug):
        app([word for word in arguments if word != DEBUG], prog_name="limpid")
