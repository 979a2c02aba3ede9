from dataclasses import dataclass
from typing import Any

from limpid.callbacks.callback import Logs
from limpid.callbacks.monitor import Monitor
from limpid.graph.op import Array


@dataclass(eq=False)
class EarlyStopping(Monitor):
    """End training when a metric has stopped getting better.

    Args:
        monitor: The metric's name.
        min_delta: What counts as better; less is no improvement.
        patience: After how many epochs without improvement to stop.
        verbose: For Keras's sake: progress and history always tell.
        mode: 'min', 'max', or 'auto': by the metric.
        baseline: Improvements count only beyond this value.
        restore_best_weights: Whether to go back to the best epoch's weights.
        start_from_epoch: Look at no epoch before this one, counted from 0.
    """

    monitor: str = "val_loss"
    min_delta: float = 0.0
    patience: int = 0
    verbose: int = 0
    mode: str = "auto"
    baseline: float | None = None
    restore_best_weights: bool = False
    start_from_epoch: int = 0

    def on_train_begin(self, logs: Logs = None) -> None:  # noqa: ARG002
        """Start waiting anew."""
        self.best, self.best_epoch, self.wait, self.stopped_epoch = None, 0, 0, 0
        self.best_weights: list[Array] | None = None

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Stop if the metric has not improved for too long."""
        value = self.value_of(logs)
        if value is None or epoch < self.start_from_epoch:
            return
        if self.restore_best_weights and self.best_weights is None:
            self._keep(epoch)
        self.wait += 1
        if self.is_better(value, self.best):
            self.best = value
            self._keep(epoch)
            if self.baseline is None or self.is_better(value, self.baseline):
                self.wait = 0
        elif self.wait >= self.patience and epoch > 0:
            self._stop(epoch)

    def _keep(self, epoch: int) -> None:
        self.best_epoch = epoch
        if self.restore_best_weights:
            self.best_weights = self.model.get_weights()

    def _stop(self, epoch: int) -> None:
        self.stopped_epoch = epoch
        self.model.stop_training = True
        best = "no value" if self.best is None else f"{self.best:.6g}"
        self.say(
            f"EarlyStopping ended training after epoch {epoch + 1}: {self.monitor} had "
            f"not got better for {self.wait} epochs; its best was {best} in epoch "
            f"{self.best_epoch + 1}."
        )

    def on_train_end(self, logs: Logs = None) -> None:  # noqa: ARG002
        """Go back to the best weights, if wanted."""
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)
            self.say(f"EarlyStopping took the weights of epoch {self.best_epoch + 1}.")

    def get_state(self) -> dict[str, Any]:
        """Return the best so far and how long it has been waited for."""
        return {name: getattr(self, name) for name in STATE}

    def set_state(self, state: dict[str, Any]) -> None:
        """Take up the waiting of an interrupted run."""
        vars(self).update({name: state[name] for name in STATE})


STATE = ("best", "best_epoch", "best_weights", "stopped_epoch", "wait")
