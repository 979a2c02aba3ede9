from dataclasses import dataclass
from typing import Any

from limpid.callbacks.callback import Logs
from limpid.callbacks.learning_rate import log_learning_rate, set_learning_rate
from limpid.callbacks.monitor import Monitor
from limpid.errors import ConfigError


@dataclass(eq=False)
class ReduceLROnPlateau(Monitor):
    """Lower the learning rate when a metric has stopped getting better.

    Args:
        monitor: The metric's name.
        factor: What the rate is multiplied by; below 1.
        patience: After how many epochs without improvement.
        verbose: For Keras's sake: progress and history always tell.
        mode: 'min', 'max', or 'auto': by the metric.
        min_delta: What counts as better; less is no improvement.
        cooldown: How many epochs to wait after lowering before watching again.
        min_lr: The rate is never set below this.
    """

    monitor: str = "val_loss"
    factor: float = 0.1
    patience: int = 10
    verbose: int = 0
    mode: str = "auto"
    min_delta: float = 1e-4
    cooldown: int = 0
    min_lr: float = 0.0

    def check(self) -> None:
        super().check()
        if not 0 < self.factor < 1:
            raise ConfigError(
                f"ReduceLROnPlateau(factor={self.factor}): expected between 0 and 1."
            )
        self.cooldown_counter = 0

    def on_train_begin(self, logs: Logs = None) -> None:  # noqa: ARG002
        """Start waiting anew."""
        self.best, self.wait, self.cooldown_counter = None, 0, 0

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Lower the rate if the metric has not improved for too long."""
        log_learning_rate(self.model, logs)
        value = self.value_of(logs)
        if value is None:
            return
        if self.cooldown_counter > 0:
            self.cooldown_counter -= 1
            self.wait = 0
        if self.is_better(value, self.best):
            self.best, self.wait = value, 0
        elif self.cooldown_counter == 0:
            self.wait += 1
            if self.wait >= self.patience:
                self._lower(epoch)

    def _lower(self, epoch: int) -> None:
        rate = float(self.model.optimizer.learning_rate)
        if rate <= self.min_lr:
            return
        lower = max(rate * self.factor, self.min_lr)
        set_learning_rate(self.model, lower)
        self.say(
            f"ReduceLROnPlateau set the learning rate to {lower:.6g} after epoch "
            f"{epoch + 1}: {self.monitor} had not got better for {self.wait} epochs."
        )
        self.cooldown_counter, self.wait = self.cooldown, 0

    def get_state(self) -> dict[str, Any]:
        """Return the best so far and how long it has been waited for."""
        return {
            "best": self.best,
            "wait": self.wait,
            "cooldown_counter": self.cooldown_counter,
        }

    def set_state(self, state: dict[str, Any]) -> None:
        """Take up the waiting of an interrupted run."""
        self.best, self.wait = state["best"], state["wait"]
        self.cooldown_counter = state["cooldown_counter"]
