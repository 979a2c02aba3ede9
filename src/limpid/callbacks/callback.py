"""Callback: what users hook into training, by Keras's names."""

from dataclasses import dataclass
from typing import Any, ClassVar

from limpid.settings import Settings

Logs = dict[str, float] | None


@dataclass(eq=False)
class Callback(Settings):
    """Base of all callbacks; a subclass overrides the moments it cares about.

    `self.model` is the model in training; `self.params` holds epochs, steps, verbose.
    Setting `self.model.stop_training = True` ends training after the batch.

    Example:
        >>> class Halve(Callback):
        ...     def on_epoch_end(self, epoch, logs=None):
        ...         rate = self.model.optimizer.learning_rate
        ...         self.model.optimizer.learning_rate = float(rate) / 2
    """

    # The run under way; set when it begins.
    loop: ClassVar[Any] = None

    def __getstate__(self) -> dict[str, Any]:
        """Return what makes a copy: all but the run under way."""
        return {name: value for name, value in vars(self).items() if name != "loop"}

    def set_model(self, model: Any) -> None:
        """Remember the model."""
        self.model = model

    def set_params(self, params: dict[str, Any]) -> None:
        """Remember epochs, steps and verbose."""
        self.params = params

    def say(self, text: str) -> None:
        """Tell progress, run directory and history what this callback did, and why."""
        from limpid.models.events import Notice

        self.loop.emit(Notice(text))

    @property
    def watches_batches(self) -> bool:
        """Whether to be called before or after single training batches.

        If no callback is, many batches are trained on in one call.
        """
        return self.hears("on_train_batch_begin") or self.hears("on_train_batch_end")

    @property
    def watches_epochs(self) -> bool:
        """Whether to be called while an epoch is the last one trained.

        If no callback is, many short epochs are trained in one call.
        """
        return self.hears("on_epoch_begin") or self.hears("on_epoch_end")

    def hears(self, moment: str) -> bool:
        """Tell whether it acts at a moment, such as 'on_epoch_end'."""
        own = getattr(type(self), moment)
        return moment in vars(self) or own is not getattr(Callback, moment)

    def get_state(self) -> dict[str, Any]:
        """Return what a resumed run needs to go on alike: numbers, lists, arrays."""
        return {}

    def set_state(self, state: dict[str, Any]) -> None:
        """Take up the state of an interrupted run."""

    def on_train_begin(self, logs: Logs = None) -> None:
        """Act before training."""

    def on_train_end(self, logs: Logs = None) -> None:
        """Act after training, also after Ctrl-C."""

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Act before an epoch."""

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Act after an epoch; logs hold training and validation metrics."""

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Act before a training batch."""

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Act after a training batch; logs hold means over the epoch so far."""

    def on_test_begin(self, logs: Logs = None) -> None:
        """Act before an evaluation."""

    def on_test_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Act after a batch of an evaluation."""

    def on_test_end(self, logs: Logs = None) -> None:
        """Act after an evaluation."""
