import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from limpid.callbacks.callback import Callback, Logs
from limpid.callbacks.learning_rate import log_learning_rate, set_learning_rate


@dataclass(eq=False)
class LearningRateScheduler(Callback):
    """Set the learning rate at the start of each epoch.

    Args:
        schedule: A function of (epoch, rate) or of (epoch) that returns the new rate;
            epochs count from 0.
        verbose: 1 tells each new rate.
    """

    schedule: Callable[..., Any]
    verbose: int = 0

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Ask the schedule and set the rate."""
        now = float(self.model.optimizer.current_rate())
        takes_both = len(inspect.signature(self.schedule).parameters) > 1
        rate = float(self.schedule(epoch, now) if takes_both else self.schedule(epoch))
        set_learning_rate(self.model, rate)
        if self.verbose:
            self.say(f"The learning rate of epoch {epoch + 1} is {rate:.6g}.")

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:  # noqa: ARG002
        """Put the rate among the metrics."""
        log_learning_rate(self.model, logs)
