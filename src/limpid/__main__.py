"""The command line, for who writes `python -m limpid`."""

from limpid.cli import main

main()
