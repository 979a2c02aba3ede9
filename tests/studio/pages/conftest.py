"""Real Chromium on a real server: pages as people see them."""

import gzip
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.studio.made_runs import make_run

from limpid.studio.headless import LIMPID, chromium_path
from limpid.studio.screens._runs_files import FOLDER_VARIABLE

PHONE = {"width": 375, "height": 800}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is missing")
    with api.sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(
                executable_path=chromium_path(), args=["--no-sandbox"]
            )
        except api.Error as error:
            first = str(error).splitlines()[0]
            pytest.skip(f"no Chromium (LIMPID_CHROMIUM may name one): {first}")
        yield running
        running.close()


class Server:
    """`limpid studio`, which can be stopped and started again on its port."""

    def __init__(self, home: Path, limpid: Sequence[str] = LIMPID):
        self.home, self.limpid, self.port, self.process = home, limpid, 0, None

    def start(self) -> str:
        """Start it; return the address that it prints."""
        command = [*self.limpid, "studio", "--no-browser"]
        command += ["--port", str(self.port)] if self.port else []
        env = os.environ | {"LIMPID_HOME": str(self.home)}
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=env
        )
        address = re.search(r"http://\S+", self.process.stdout.readline()).group()
        self.port = urlsplit(address).port
        return address

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture(scope="session")
def runs_folder(tmp_path_factory) -> Iterator[Path]:
    """A folder of runs that the server, and screens made in a test, show."""
    folder = tmp_path_factory.mktemp("runs")
    make_run(folder, "steady", rate=0.4)
    make_run(folder, "quick", rate=1.5, learning_rate=0.02, activation="tanh")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(folder))
        yield folder


@pytest.fixture(scope="session")
def server(tmp_path_factory, runs_folder) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("home"))
    made.address = made.start()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def context(browser, server):
    """Return a browser's context that has the cookie already."""
    made = browser.new_context(viewport=DESK, accept_downloads=True)
    page = made.new_page()
    page.goto(server.address)
    page.close()
    yield made
    made.close()


@pytest.fixture
def visit(context, server):
    """Return a function that opens a page; its faults fail the test at the end."""
    faults, pages = [], []
    home, own = f"http://127.0.0.1:{server.port}", "http://127.0.0.1:"

    def note_request(request):
        if not request.url.startswith((own, "data:", "blob:", "file:")):
            faults.append(f"request to {request.url}")

    def note(message):
        # That a socket broke is the browser's own line, and what a test is about.
        if message.type == "error" and "WebSocket" not in message.text:
            faults.append(message.text)

    def open_page(mark="", *, address=None, **options):
        page = context.new_page()
        pages.append(page)
        page.set_default_timeout(15_000)
        page.on("request", note_request)
        page.on("console", note)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.set_viewport_size(options.get("size", DESK))
        page.emulate_media(color_scheme=options.get("scheme", "light"))
        page.goto(address or f"{home}/#{mark}")
        page.locator("[data-ready]").first.wait_for()
        return page

    yield open_page
    for page in pages:
        page.close()
    assert not faults


@pytest.fixture(scope="session")
def axe():
    """Return axe-core's program, which finds faults of accessibility."""
    return gzip.decompress(
        (Path(__file__).parent / "axe.min.js.gz").read_bytes()
    ).decode()
