"""Interrupts: Ctrl-C while a model trains."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def interrupts_wait(loop: Any) -> Iterator[None]:
    """Let Ctrl-C wait for the batch's end, where all weights are of one step.

    A second one ends at once. Where others handle the signal, theirs stays.
    """
    standard = signal.default_int_handler
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGINT) is not standard:
        yield
        return

    def wait(number: int, frame: Any) -> None:
        if loop.interrupted:
            standard(number, frame)
        loop.interrupted = True

    signal.signal(signal.SIGINT, wait)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, standard)
