import contextlib
import signal
import threading
import warnings
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from limpid.callbacks.callback import Callback, Logs
from limpid.callbacks.save_frequency import check_save_freq
from limpid.errors import LimpidFileError
from limpid.models import events

# The latest may be damaged by what ended the run; then the one before it serves.
KEPT_FILES = 2

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(eq=False)
class BackupAndRestore(Callback):
    """Let an interrupted run go on where it was, bit for bit.

    Start the same script again: `fit` finds the latest whole backup and continues as
    if nothing had happened. Ctrl-C and SIGTERM end training after the batch under
    way, with a backup; a second one ends the process at once. After SIGTERM the
    process exits with 143, as whoever sent it expects.

    Args:
        backup_dir: The folder for `step-<batches>.safetensors`; of this run alone.
        save_freq: 'epoch', or after how many batches to save.
        double_checkpoint: For Keras's sake; the last two backups are always kept.
        delete_checkpoint: Whether to delete them when training has ended.

    A backup that fails, for example since the disk is full, is a warning: the last
    one stays, and training goes on.

    Raises:
        ConfigError: save_freq is neither 'epoch' nor a positive number.
        LimpidFileError: The folder cannot be made, or holds another model's backups.
    """

    backup_dir: Any
    save_freq: Any = "epoch"
    double_checkpoint: bool = False
    delete_checkpoint: bool = True

    def check(self) -> None:
        """Refuse unknown frequencies."""
        check_save_freq(self)
        self.folder = Path(self.backup_dir)
        self.batches = 0
        self.signal: int | None = None

    def on_train_begin(self, logs: Logs = None) -> None:  # noqa: ARG002
        """Listen after the callbacks: a backup holds what they made of an event."""
        self.loop.listeners.append(self._hear)

    def _hear(self, event: events.Event) -> None:
        match event:
            case events.TrainBegin():
                self._begin()
            case events.BatchEnd(_, _, count):
                self.batches += count
                self._pass(due=self._is_due())
            case events.EpochEnd():
                self._pass(due=self.save_freq == "epoch" or self.model.stop_training)
            case events.TrainEnd():
                self._end()

    @property
    def watches_batches(self) -> bool:
        """Whether to save between batches."""
        return bool(self.save_freq != "epoch")

    def _is_due(self) -> bool:
        # Once a callback has stopped training, the epoch's end is what to save.
        if self.save_freq == "epoch" or self.model.stop_training:
            return False
        return bool(self.batches % self.save_freq == 0)

    def _pass(self, *, due: bool) -> None:
        """Save if it is time; stop if a signal has come."""
        if due or self.signal is not None:
            self._save()
        if self.signal is not None:
            raise KeyboardInterrupt

    def _begin(self) -> None:
        """Go on from the latest backup, if there is one."""
        self.batches, self.signal = 0, None
        self._catch_signals()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._restore()
        except LimpidFileError:
            raise
        except OSError as error:
            reason = error.strerror or str(error)
            raise LimpidFileError(
                f"{self.folder} cannot hold backups: {reason}; choose another folder."
            ) from error

    def _restore(self) -> None:
        from limpid.models.atomic import sweep
        from limpid.models.checkpoint import (
            FILE_PATTERN,
            checkpoint_files,
            latest_checkpoint,
            restore_checkpoint,
        )

        sweep(self.folder, FILE_PATTERN.pattern.replace("(", "(?:"))
        found = latest_checkpoint(self.folder)
        damaged = checkpoint_files(self.folder)
        if found is not None:
            self.batches = restore_checkpoint(self.loop, *found)
            damaged = damaged[: damaged.index(found[0])]
        for path in damaged:
            path.unlink(missing_ok=True)

    def _save(self) -> None:
        from limpid.models.checkpoint import checkpoint_files, write_checkpoint

        try:
            write_checkpoint(self.folder, self.loop, self.batches)
            for path in checkpoint_files(self.folder)[KEPT_FILES:]:
                path.unlink(missing_ok=True)
        except OSError as error:
            warnings.warn(f"No backup was made: {error}", stacklevel=2)

    def _end(self) -> None:
        from limpid.models.checkpoint import checkpoint_files

        if self.delete_checkpoint and self.loop.reason is None and self.signal is None:
            for path in checkpoint_files(self.folder):
                path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                self.folder.rmdir()

    # Signals

    def _catch_signals(self) -> None:
        """Let the first signal end training after the batch."""
        if threading.current_thread() is not threading.main_thread():
            return
        previous = {number: signal.getsignal(number) for number in SIGNALS}
        for number in SIGNALS:
            signal.signal(number, self._note)
        self.loop.cleanup.callback(self._release, previous)

    def _note(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        if self.signal is not None:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
        self.signal = number

    def _release(self, previous: dict[int, Any]) -> None:
        for number, handler in previous.items():
            signal.signal(number, handler)
        if self.signal == signal.SIGTERM:
            raise SystemExit(128 + signal.SIGTERM)
