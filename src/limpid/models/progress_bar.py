"""A live bar on a terminal: rate, metrics and time left, drawn by rich."""

from typing import Any

from rich.progress import (  # noqa: TID253 - imported on a terminal only
    BarColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from limpid.models import events
from limpid.models.progress import format_logs, say


class ProgressBar:
    """Shows one bar for the whole of training and leaves a line for each epoch."""

    def __init__(self) -> None:
        """Lay out the columns; nothing is drawn before training starts."""
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=12),
            TextColumn("{task.fields[rate]}"),
            TextColumn("{task.fields[metrics]}"),
            TimeRemainingColumn(compact=True),
            TextColumn("left"),
            transient=True,
        )
        self.epochs = self.batches = 0
        self.task: Any = None

    def __call__(self, event: events.Event) -> None:
        """Draw what the event tells."""
        match event:
            case events.TrainBegin(epochs, _, batches):
                self.epochs, self.batches = epochs, batches
            case events.EpochBegin(epoch):
                # Only now, since a resumed run begins where its backup ends.
                if self.task is None:
                    self._start("", self.batches * (self.epochs - epoch))
                self._describe(f"epoch {epoch + 1}/{self.epochs}")
            case events.BatchEnd(_, logs, count):
                self._advance(logs, count)
            case events.EpochEnd(epoch, logs):
                done = f"epoch {epoch + 1}/{self.epochs}"
                self._print(f"{done}  {format_logs(logs)}")
            case events.Notice(text):
                self._print(text)
            case events.TrainEnd(_, reason):
                self.close()
                if reason:
                    say(reason)
        if not self.epochs:
            self._draw_evaluation(event)

    def _draw_evaluation(self, event: events.Event) -> None:
        match event:
            case events.EvaluateBegin(batches):
                self._start("evaluate", batches)
            case events.EvaluateBatchEnd(_, logs, count):
                self._advance(logs, count)
            case events.EvaluateEnd(logs):
                self._print(format_logs(logs))
                self.close()

    def close(self) -> None:
        """Leave the terminal as it was."""
        self.progress.stop()

    def _print(self, text: str) -> None:
        self.progress.console.print(text, markup=False, highlight=False)

    def _start(self, description: str, total: int) -> None:
        self.progress.start()
        self.task = self.progress.add_task(
            description, total=total or None, rate="", metrics=""
        )

    def _describe(self, description: str) -> None:
        self.progress.update(self.task, description=description)

    def _advance(self, logs: dict[str, float], count: int) -> None:
        speed = self.progress.tasks[-1].speed
        self.progress.update(
            self.task,
            advance=count,
            metrics=format_logs(logs),
            rate=f"{speed:.0f} batches/s" if speed else "",
        )
