from pathlib import Path
from typing import Annotated

import typer

from limpid.cli._options import DEFAULT_RUNS, RunsDir


def studio(
    screen: Annotated[
        str,
        typer.Argument(help="The screen to open, or a link's end: playground?seed=1"),
    ] = "",
    port: Annotated[int, typer.Option(help="Where to listen; any free one.")] = 0,
    host: Annotated[
        str, typer.Option(help="The address to listen on; only 127.0.0.1 is private.")
    ] = "127.0.0.1",
    browser: Annotated[bool, typer.Option(help="Whether to open the browser.")] = True,
    export: Annotated[
        Path | None,
        typer.Option(help="Write the screen to this HTML file instead of serving it."),
    ] = None,
    runs_dir: RunsDir = DEFAULT_RUNS,
    steps: Annotated[
        int | None, typer.Option(help="How far the exported recording goes.")
    ] = None,
) -> None:
    """Open the studio in the browser: play, step and compare.

    Runs on this machine alone, offline, until Ctrl-C.
    """
    import os

    from limpid.studio.catalog import screen_of
    from limpid.studio.screens._runs_files import FOLDER_VARIABLE

    # Each session runs in a process of its own, which inherits it.
    os.environ[FOLDER_VARIABLE] = str(runs_dir)
    if export is not None:
        from limpid.studio.page import write_page

        shown, position = screen_of(screen or "playground")
        write_page(export, shown, steps or position or 2000)
        print(f"Wrote {export}; it opens in any browser, without limpid.")
        return
    from limpid.studio.server.serve import LOOPBACK, serve

    if screen:
        screen_of(screen)
    if host != LOOPBACK:
        print(f"Others on the network can reach {host}; the address is the only key.")

    def opened(address: str) -> None:
        print(f"The studio is at {address}\nCtrl-C ends it.", flush=True)
        if browser:
            import webbrowser

            webbrowser.open(address)

    serve(screen, port=port, host=host, opened=opened)
