"""Run limpid, with a second for each command and a command that never ends.

Its workers are started from this file, too, and so have the same faults.
"""

from limpid.studio.server import board

board.MAX_WORK_SECONDS = 1.0

from limpid.cli import main  # noqa: E402 - its sentences name the seconds
from limpid.studio.screen import action  # noqa: E402
from limpid.studio.screens.playground import Playground  # noqa: E402


@action(changes=False)
def hang(self) -> str:
    while True:
        pass


Playground.keras_code = hang

if __name__ == "__main__":
    main()
