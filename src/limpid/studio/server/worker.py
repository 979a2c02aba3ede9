"""Worker: a process that runs one session, so that training never blocks the server.

It ends when its server does, however that ends: then the pipe is closed.
"""

import contextlib
import multiprocessing
import os
import signal
import sys
from functools import cache
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from limpid.studio.server.board import MAX_WORK_SECONDS, Place

# Linux forks workers from a process that has imported what they need. Elsewhere a fork
# is not safe, or not known.
METHOD = "forkserver" if sys.platform == "linux" else "spawn"
NEEDED = "limpid.studio.server.needed"
MEMORY_BYTES = 8 * 2**30
NICENESS = 5
ENDING_SECONDS = 2.0
TOO_SLOW = (
    f"The last command took longer than {MAX_WORK_SECONDS:.0f} s and was ended; this "
    "page goes on from before it, so choose a smaller network, less data or less at "
    "once."
)


@cache
def _context() -> Any:
    """Return what starts processes."""
    context = multiprocessing.get_context(METHOD)
    context.set_forkserver_preload(["__main__", NEEDED])
    return context


class Worker:
    """A process that runs a session, and the pipe to it.

    Args:
        place: Its place on the server's board.
    """

    def __init__(self, place: Place) -> None:
        """Start the process; it imports what it needs while nobody waits."""
        self.place = place
        self.pipe, theirs = _context().Pipe()
        self.process = _context().Process(target=run, args=(theirs, place), daemon=True)
        self.process.start()
        theirs.close()

    def end(self) -> str:
        """End the process and all it started.

        Returns:
            Why it could not go on: it had ended by itself, or hung; else nothing.
        """
        slow = TOO_SLOW if self.place.is_overdue() else ""
        reason = why_ended(self.process.exitcode) or slow
        if self.process.is_alive():
            _kill_group(self.process.pid)
        self.process.join(ENDING_SECONDS)
        self.pipe.close()
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


def run(pipe: Connection, place: Place) -> None:
    """Run a session on a pipe until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _be_modest()
    import_module(NEEDED)
    from limpid.studio.session import Session

    def send(message: str | bytes) -> None:
        with place.waiting():
            _send(pipe, message)

    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        serve(Session(send, permit=place), pipe, place)


def serve(session: Any, pipe: Connection, place: Place) -> None:
    """Take commands as they come; between them let the session work."""
    while True:
        while pipe.poll(0 if session.is_busy else None):
            command = pipe.recv_bytes()
            with place.working():
                session.receive(command)
        with place.working():
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
