"""Run limpid, with a second for each command and a command that never ends.

Its workers are started from this file, too, and so have the same faults. Whoever only
imports it, such as a search for doctests, has none.
"""

from limpid.cli import main
from limpid.studio.screen import action
from limpid.studio.screens.playground import Playground
from limpid.studio.server import board


@action(changes=False)
def hang(self) -> str:
    while True:
        pass


if __name__ in {"__main__", "__mp_main__"}:
    board.MAX_WORK_SECONDS = 1.0
    Playground.keras_code = hang

if __name__ == "__main__":
    main()
