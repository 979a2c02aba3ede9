"""Headless: the studio run for a script, and a browser without a window to look at it.

What measures and photographs the studio starts here.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LIMPID = [sys.executable, "-m", "limpid"]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def running_studio(*arguments: str, folder: Path | str | None = None) -> Iterator[str]:
    """Run `limpid studio` in a folder and yield its address.

    Args:
        arguments: What follows `limpid studio` on the command line.
        folder: Where it runs; here by default.
    """
    command, pipe = [*LIMPID, "studio", "--no-browser", *arguments], subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, text=True, cwd=folder) as process:  # noqa: S603 - limpid itself
        try:
            yield next(iter(process.stdout or ())).split()[-1]
        finally:
            process.terminate()


@contextmanager
def chromium() -> Iterator[Any]:
    """Yield Playwright's browser; LIMPID_CHROMIUM may name the program."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        options = ["--no-sandbox"]
        path = chromium_path()
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()


def chromium_path() -> str | None:
    """Return where Chromium is, or None to let Playwright look for its own."""
    named = os.environ.get("LIMPID_CHROMIUM")
    return named or next(filter(None, map(shutil.which, PROGRAMS)), None)
