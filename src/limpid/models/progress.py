"""Progress while training: a bar on a terminal, a line an epoch elsewhere."""

import sys
import time
from typing import Any

from limpid.errors import ArgumentError, nearest
from limpid.models import events

VERBOSE = ("auto", 0, 1, 2)


def progress_listener(verbose: Any) -> Any:
    """Return a listener that shows progress, or None for silence.

    Args:
        verbose: 0 or False silent, 1 or True a bar, 2 a line an epoch; 'auto' a bar
            on a terminal and lines elsewhere.
    """
    if verbose not in VERBOSE:
        hint = nearest(str(verbose), map(str, VERBOSE))
        raise ArgumentError(f"verbose={verbose!r}; {hint}")
    if not verbose:
        return None
    # 1 and True are one key; 2 asks for lines even on a terminal.
    if verbose != 2 and sys.stdout.isatty():
        from limpid.models.progress_bar import ProgressBar

        return ProgressBar()
    return ProgressLines()


def format_logs(logs: dict[str, float]) -> str:
    """Return metrics as 'loss 0.1234  accuracy 0.9876'."""
    return "  ".join(f"{name} {value:.4g}" for name, value in logs.items())


def duration(seconds: float) -> str:
    """Return a time as people say it: '2 min 5 s', '3.1 s' or '0.35 ms'."""
    minutes, rest = divmod(round(seconds), 60)
    if minutes:
        return f"{minutes} min {rest} s"
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.3g} ms"


class ProgressLines:
    """Prints a line an epoch."""

    def __init__(self) -> None:
        """Start the clock."""
        self.start = time.perf_counter()
        self.epochs = 0

    def __call__(self, event: events.Event) -> None:
        """Print what the event tells."""
        match event:
            case events.TrainBegin(epochs):
                self.epochs = epochs
            case events.EpochBegin():
                self.start = time.perf_counter()
            case events.EpochEnd(epoch, logs):
                seconds = time.perf_counter() - self.start
                done = f"epoch {epoch + 1}/{self.epochs}  {duration(seconds)}"
                say(f"{done}  {format_logs(logs)}")
            case events.Notice(text):
                say(text)
            case events.TrainEnd(_, reason) if reason:
                say(reason)
            case events.EvaluateEnd(logs) if not self.epochs:
                say(format_logs(logs))

    def close(self) -> None:
        """Leave all as it is: lines need no tidying."""


def say(text: str) -> None:
    """Print a line at once: who waits for it may be reading through a pipe."""
    print(text, flush=True)  # noqa: T201 - progress is what the user asked for
