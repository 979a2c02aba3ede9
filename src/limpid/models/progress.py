"""Progress while training: a bar on a terminal, a line an epoch elsewhere."""

import sys
import time
from typing import Any

from limpid.models import events


def progress_listener(verbose: Any) -> Any:
    """Return a listener that shows progress, or None for silence.

    Args:
        verbose: 0 or False silent, 1 or True a bar, 2 a line an epoch; 'auto' a bar
            on a terminal and lines elsewhere.
    """
    if verbose in {0, False}:
        return None
    bar = verbose in {1, True} or (verbose == "auto" and sys.stdout.isatty())
    if bar and sys.stdout.isatty():
        from limpid.models.progress_bar import ProgressBar  # noqa: PLC0415 - needs rich

        return ProgressBar()
    return ProgressLines()


def format_logs(logs: dict[str, float]) -> str:
    """Return metrics as 'loss 0.1234  accuracy 0.9876'."""
    return "  ".join(f"{name} {value:.4g}" for name, value in logs.items())


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
                print(f"epoch {epoch + 1}/{self.epochs}  {seconds:.1f} s  {format_logs(logs)}", flush=True)
            case events.TrainEnd(_, reason) if reason:
                print(reason, flush=True)
            case events.EvaluateEnd(logs) if logs:
                print(format_logs(logs), flush=True)
