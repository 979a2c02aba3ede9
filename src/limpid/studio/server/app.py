"""The application: a page, its files, and a socket for each session."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

from limpid.studio import bundle
from limpid.studio.messages import MAX_COMMAND_BYTES, answer
from limpid.studio.server.board import Board
from limpid.studio.server.worker import Worker

MAX_SOCKETS = 8
WATCH_SECONDS = 1.0
TOO_MANY = f"{MAX_SOCKETS} pages are open already; close one, then reload this one."
TOO_LONG = "That message is longer than 1 MB; send less."


class Workers:
    """The processes; a spare one is always ready, since starting takes a second."""

    def __init__(self) -> None:
        """Make room for them."""
        # Twice as many places: those that are ending have theirs still.
        self.board = Board(2 * MAX_SOCKETS)
        self.taken: set[Worker] = set()
        self.spare: Worker | None = None
        self.taking = asyncio.Lock()

    async def prepare(self) -> None:
        """Start the spare one, while pages are served."""
        async with self.taking:
            self.spare = await asyncio.to_thread(self._start)

    async def take(self) -> Worker | None:
        """Return a process for a session, or None if there are too many."""
        async with self.taking:
            if len(self.taken) >= MAX_SOCKETS:
                return None
            worker, self.spare = self.spare, None
            if worker and not worker.process.is_alive():
                await self.give_back(worker)
                worker = None
            if worker is None:
                worker = await asyncio.to_thread(self._start)
            self.taken.add(worker)
            if len(self.taken) < MAX_SOCKETS:
                self.spare = await asyncio.to_thread(self._start)
            return worker

    async def give_back(self, worker: Worker) -> str:
        """End a session's process; return why it could not go on, if it could not."""
        self.taken.discard(worker)
        reason = await asyncio.to_thread(worker.end)
        self.board.give_back(worker.place)
        return reason

    def _start(self) -> Worker:
        return Worker(self.board.take())

    def end(self) -> None:
        """End them all."""
        for worker in (*self.taken, *([self.spare] if self.spare else [])):
            worker.end()


def make_app() -> Any:
    """Return the application, unguarded."""
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route, WebSocketRoute

    files = bundle.files()

    @contextlib.asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[None]:
        app.state.workers = workers = Workers()
        prepared = asyncio.create_task(workers.prepare())
        yield
        await prepared
        workers.end()

    async def page(_: Any) -> Any:
        return Response(files["index.html"], media_type="text/html; charset=utf-8")

    async def file(request: Any) -> Any:
        name = request.path_params["name"]
        if name not in files or name == "index.html":
            return PlainTextResponse("There is no such file.", 404)
        return Response(files[name], media_type=bundle.media_type(name))

    routes = [
        Route("/", page),
        Route("/{name:str}", file),
        WebSocketRoute("/session", session),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def session(socket: Any) -> None:
    """Pass messages between a page and its worker until one of them is gone."""
    workers: Workers = socket.app.state.workers
    await socket.accept()
    worker = await workers.take()
    if worker is None:
        await socket.send_text(answer(0, error=TOO_MANY))
        await socket.close(1013)
        return
    tasks = {
        asyncio.create_task(_to_worker(socket, worker)),
        asyncio.create_task(_to_page(socket, worker)),
        asyncio.create_task(_until_overdue(worker)),
    }
    try:
        _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
    finally:
        reason = await workers.give_back(worker)
        await asyncio.gather(*tasks, return_exceptions=True)
    with contextlib.suppress(Exception):  # the page may be gone
        if reason:
            await socket.send_text(answer(0, error=reason))
        await socket.close(1011)


async def _to_worker(socket: Any, worker: Worker) -> None:
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        data = (message.get("text") or "").encode() or message.get("bytes") or b""
        if len(data) > MAX_COMMAND_BYTES:
            await socket.send_text(answer(0, error=TOO_LONG))
            continue
        # A worker that hangs does not read; the server must not wait for it.
        await asyncio.to_thread(worker.pipe.send_bytes, data)


async def _until_overdue(worker: Worker) -> None:
    while True:
        await asyncio.sleep(WATCH_SECONDS)
        if worker.place.is_overdue():
            return


async def _to_page(socket: Any, worker: Worker) -> None:
    loop = asyncio.get_running_loop()
    arrived = asyncio.Event()
    number = worker.pipe.fileno()
    loop.add_reader(number, arrived.set)
    try:
        while True:
            await arrived.wait()
            arrived.clear()
            while worker.pipe.poll():
                data = await asyncio.to_thread(worker.pipe.recv_bytes)
                if data[:1] == b"t":
                    await socket.send_text(data[1:].decode())
                else:
                    await socket.send_bytes(data[1:])
    except (EOFError, OSError):
        # Give the process a moment to have an exit code.
        await asyncio.to_thread(worker.process.join, 1.0)
    finally:
        loop.remove_reader(number)
