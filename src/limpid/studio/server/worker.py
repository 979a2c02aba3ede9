"""Worker: a process that runs one session, so that training never blocks the server.

It ends when its server does, however that ends: then the pipe is closed.
"""

import contextlib
import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from typing import Any

MEMORY_BYTES = 8 * 2**30
NICENESS = 5
ENDING_SECONDS = 2.0


class Worker:
    """A process that runs a session, and the pipe to it."""

    def __init__(self) -> None:
        """Start the process; it imports what it needs while nobody waits."""
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=run, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def end(self) -> str:
        """End the process and all it started; return why it had ended, if it had."""
        reason = why_ended(self.process.exitcode)
        self.pipe.close()
        if self.process.is_alive():
            _kill_group(self.process.pid)
        self.process.join(ENDING_SECONDS)
        return reason


def why_ended(code: int | None) -> str:
    """Return in words what an exit code says."""
    if code is None or code == 0:
        return ""
    if code == -signal.SIGKILL:
        return "The training process was killed, perhaps for want of memory."
    return f"The training process ended with code {code}."


def _kill_group(pid: int | None) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if pid and hasattr(os, "killpg"):
            os.killpg(pid, signal.SIGKILL)
    # Before it had made a group of its own, or where there are none.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if pid:
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


def run(pipe: Connection) -> None:
    """Run a session on a pipe until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _be_modest()
    _warm_up()
    from limpid.studio.session import Session

    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        serve(Session(lambda message: _send(pipe, message)), pipe)


def _warm_up() -> None:
    """Import what every session needs while nobody waits for it."""
    from limpid.engines.native import engine  # noqa: F401
    from limpid.studio.catalog import screen_class, screen_names

    for name in screen_names():
        screen_class(name)


def serve(session: Any, pipe: Connection) -> None:
    """Take commands as they come; between them let the session work."""
    while True:
        while pipe.poll(0 if session.is_busy else None):
            session.receive(pipe.recv_bytes())
        session.work()


def _send(pipe: Connection, message: str | bytes) -> None:
    """Send text or bytes, told apart by the first byte."""
    text = isinstance(message, str)
    data = message.encode() if isinstance(message, str) else message
    pipe.send_bytes((b"t" if text else b"b") + data)


def _be_modest() -> None:
    """Have a process group, a limit of memory and a low priority of one's own."""
    if hasattr(os, "setsid"):
        os.setsid()
        os.nice(NICENESS)
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = MEMORY_BYTES if hard < 0 else min(MEMORY_BYTES, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
