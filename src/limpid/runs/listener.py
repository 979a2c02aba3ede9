"""What a run directory hears while its model is trained, it writes down."""

import time
from collections.abc import Mapping
from typing import Any

import msgspec

from limpid.models import events
from limpid.models.atomic import failure, write_atomically
from limpid.runs.run_directory import RunDirectory

__all__ = ["RunListener"]


class RunListener:
    """Writes a line of metrics an epoch, and keeps the model with the best validation.

    It must hear an epoch's end before the checkpoint is written: then a run that is
    killed in between goes on with the epoch, and writes the same line again.

    Args:
        directory: Where to write.
        model: The model in training.
    """

    def __init__(self, directory: RunDirectory, model: Any) -> None:
        """Read how far the run has come."""
        self.directory, self.model = directory, model
        self.lines = directory.metrics()
        self.start_seconds = time.perf_counter()
        self.is_first_epoch = True

    def __call__(self, event: events.Event) -> None:
        """Write down what the event tells."""
        match event:
            case events.EpochBegin(epoch):
                self.start_seconds = time.perf_counter()
                if self.is_first_epoch:
                    self.go_on_from(epoch)
            case events.EpochEnd(epoch, logs):
                self.write(epoch, logs)

    def go_on_from(self, epoch: int) -> None:
        """Forget the lines of epochs that are about to be trained once more."""
        self.is_first_epoch = False
        self.lines = [line for line in self.lines if line["epoch"] <= epoch]
        write_atomically(self.directory.metrics_file, map(_json, self.lines))

    def write(self, epoch: int, logs: Mapping[str, float]) -> None:
        """Append the line of an epoch, counted from 0 in events and from 1 in files."""
        seconds = round(time.perf_counter() - self.start_seconds, 3)
        line = {"epoch": epoch + 1, "seconds": seconds, **logs}
        self._append(line)
        if "val_loss" in line and self._is_best(line["val_loss"]):
            self.model.save(self.directory.best_file)
        self.lines.append(line)

    def _append(self, line: Mapping[str, float]) -> None:
        path = self.directory.metrics_file
        try:
            with path.open("ab") as stream:
                stream.write(_json(line))
        except OSError as error:
            raise failure(path, error) from error

    def _is_best(self, loss: float) -> bool:
        return all(loss < line["val_loss"] for line in self.lines)


def _json(line: Mapping[str, float]) -> bytes:
    return msgspec.json.encode(line) + b"\n"
