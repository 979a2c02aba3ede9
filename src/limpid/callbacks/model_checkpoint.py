import warnings
from dataclasses import dataclass
from typing import Any

from limpid.callbacks.callback import Logs
from limpid.callbacks.monitor import Monitor
from limpid.callbacks.save_frequency import check_save_freq
from limpid.errors import ConfigError, LimpidFileError, nearest


@dataclass(eq=False)
class ModelCheckpoint(Monitor):
    """Save the model after each epoch, or only when it is the best so far.

    Args:
        filepath: Where to; may name the epoch (from 1), batch and metrics, as in
            'digits-{epoch:02d}-{val_loss:.2f}.safetensors'.
        monitor: The metric that says which model is the best.
        verbose: 1 says what is saved.
        save_best_only: Whether to save only when the metric has become better.
        save_weights_only: Whether to leave out architecture and training state.
        mode: 'min', 'max', or 'auto': by the metric's name.
        save_freq: 'epoch', or after how many batches to save.
        initial_value_threshold: What the metric must first be better than.

    A file that cannot be written is a warning: the last one stays, training goes on.

    Raises:
        ConfigError: A setting is unknown, or filepath names an unknown metric.
    """

    filepath: Any
    monitor: str = "val_loss"
    verbose: int = 0
    save_best_only: bool = False
    save_weights_only: bool = False
    mode: str = "auto"
    save_freq: Any = "epoch"
    initial_value_threshold: float | None = None

    # Any improvement counts, however small.
    min_delta = 0.0
    patience = 0

    def check(self) -> None:
        """Refuse unknown modes and frequencies."""
        super().check()
        check_save_freq(self)
        self.best = self.initial_value_threshold
        self.epoch = self.batches = 0

    def get_state(self) -> dict[str, Any]:
        """Return the best metric so far and the number of batches."""
        return {"best": self.best, "batches": self.batches}

    def set_state(self, state: dict[str, Any]) -> None:
        """Take up the best metric of an interrupted run."""
        self.best, self.batches = state["best"], state["batches"]

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Remember the epoch."""
        self.epoch = epoch

    @property
    def watches_batches(self) -> bool:
        """Whether to save between batches."""
        return bool(self.save_freq != "epoch")

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Save if so many batches have passed."""
        self.batches += 1
        if self.save_freq != "epoch" and self.batches % self.save_freq == 0:
            self._consider(logs or {}, batch=batch + 1)

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Save if that is asked for each epoch."""
        self.epoch = epoch
        if self.save_freq == "epoch":
            self._consider(logs or {})

    def _consider(self, logs: dict[str, float], **place: int) -> None:
        if self.save_best_only and not self._is_best(logs):
            return
        path = self._path(logs, place)
        try:
            if self.save_weights_only:
                self.model.save_weights(path)
            else:
                self.model.save(path)
        except LimpidFileError as error:
            warnings.warn(f"The model was not saved: {error}", stacklevel=2)
            return
        if self.verbose:
            print(f"Epoch {self.epoch + 1}: saved the model to {path}")  # noqa: T201 - as asked

    def _is_best(self, logs: dict[str, float]) -> bool:
        value = self.value_of(logs)
        if value is None or not self.is_better(value, self.best):
            return False
        self.best = value
        return True

    def _path(self, logs: dict[str, float], place: dict[str, int]) -> str:
        words = {**logs, "epoch": self.epoch + 1, **place}
        try:
            return str(self.filepath).format(**words)
        except KeyError as error:
            name = error.args[0]
            raise ConfigError(
                f"ModelCheckpoint(filepath={str(self.filepath)!r}): "
                f"there is no metric {name!r}; {nearest(name, words)}"
            ) from None
