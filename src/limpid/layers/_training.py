"""Whether layers train: said once, at the outermost call."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Mode(threading.local):
    training = False


mode = Mode()


@contextmanager
def training_mode(training: bool | None) -> Iterator[None]:
    """Tell layers called inside whether they train; None changes nothing."""
    previous = mode.training
    mode.training = previous if training is None else bool(training)
    try:
        yield
    finally:
        mode.training = previous
