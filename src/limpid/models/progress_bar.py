"""A live bar on a terminal: rate, metrics and time left, drawn by rich."""

from typing import Any

from rich.progress import (  # noqa: TID253 - imported on a terminal only
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from limpid.models import events
from limpid.models.progress import format_logs, say


class ProgressBar:
    """Shows one bar for the epoch under way and leaves a line for each that ended."""

    def __init__(self) -> None:
        """Lay out the columns; nothing is drawn before training starts."""
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TextColumn("{task.fields[metrics]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
        )
        self.epochs = self.batches = 0
        self.task: Any = None

    def __call__(self, event: events.Event) -> None:
        """Draw what the event tells."""
        match event:
            case events.TrainBegin(epochs, _, batches):
                self.epochs, self.batches = epochs, batches
                self.progress.start()
            case events.EpochBegin(epoch):
                self._start(f"epoch {epoch + 1}/{self.epochs}", self.batches)
            case events.BatchEnd(step, logs):
                self._advance(step + 1, logs)
            case events.EpochEnd(_, logs):
                self.progress.update(self.task, metrics=format_logs(logs), rate="")
                self.progress.stop_task(self.task)
            case events.Notice(text):
                self.progress.console.print(text, markup=False)
            case events.TrainEnd(_, reason):
                self.close()
                if reason:
                    say(reason)
        if not self.epochs:
            self._draw_evaluation(event)

    def _draw_evaluation(self, event: events.Event) -> None:
        match event:
            case events.EvaluateBegin(batches):
                self.progress.start()
                self._start("evaluate", batches)
            case events.EvaluateBatchEnd(step, logs):
                self._advance(step + 1, logs)
            case events.EvaluateEnd():
                self.close()

    def close(self) -> None:
        """Leave the terminal as it was."""
        self.progress.stop()

    def _start(self, description: str, total: int) -> None:
        self.task = self.progress.add_task(
            description, total=total or None, rate="", metrics=""
        )

    def _advance(self, completed: int, logs: dict[str, float]) -> None:
        speed = self.progress.tasks[-1].speed
        self.progress.update(
            self.task,
            completed=completed,
            metrics=format_logs(logs),
            rate=f"{speed:.0f} batches/s" if speed else "",
        )
