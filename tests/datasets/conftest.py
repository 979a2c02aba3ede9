"""A local server that publishes files, with the faults a network has."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from limpid.datasets._download import DownloadPolicy
from limpid.datasets.dataset import Dataset, RemoteFile
from limpid.datasets.fetch import FetchSettings


@dataclass
class Answer:
    """What the server gives for one request."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    send_bytes: int | None = None
    stall: bool = False


@dataclass
class Home:
    """The server: its address, its script of answers and the requests it has seen."""

    url: str
    netloc: str
    answers: list[Answer] = field(default_factory=list)
    ranges: list[str | None] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)


class Handler(BaseHTTPRequestHandler):
    home: Home

    def do_GET(self):
        asked = self.headers.get("Range")
        self.home.ranges.append(asked)
        # The last answer repeats.
        answers = self.home.answers
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        body, status = answer.body, answer.status
        if asked and status == 206:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            answer.headers["Content-Range"] = (
                f"bytes {start}-{len(body) - 1}/{len(body)}"
            )
            body = body[start:]
        self.send_response(status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: answer.send_bytes])
        self.wfile.flush()
        if answer.stall:
            self.home.release.wait(20)
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture
def home() -> Iterator[Home]:
    handler = type("HomeHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    netloc = f"127.0.0.1:{server.server_port}"
    handler.home = Home(f"http://{netloc}", netloc)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield handler.home
    handler.home.release.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def policy() -> DownloadPolicy:
    return DownloadPolicy(schemes=frozenset({"http"}), timeout_seconds=10)


@pytest.fixture
def settings(tmp_path, policy) -> FetchSettings:
    return FetchSettings(cache=tmp_path / "cache", mirror=None, policy=policy)


def remote(body: bytes, *urls: str, name: str = "numbers.bin", **more) -> RemoteFile:
    return RemoteFile(name, sha256(body).hexdigest(), len(body), urls, **more)


def described(*files: RemoteFile, **more) -> Dataset:
    about = {"title": "", "licence": "", "citation": "", "home": "", "shapes": ()}
    return Dataset(name="numbers", reader=lambda _: (), files=files, **about, **more)
