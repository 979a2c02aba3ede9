"""The learning rate of the model in training, read and set."""

from typing import Any

from limpid.callbacks.callback import Logs
from limpid.errors import ConfigError

__all__: list[str] = []


def set_learning_rate(model: Any, rate: float) -> None:
    """Set the learning rate for the steps to come.

    Raises:
        ConfigError: The optimizer follows a schedule.
    """
    if model.optimizer.schedule is not None:
        raise ConfigError(
            "The optimizer's learning rate follows a schedule, so that callbacks "
            "cannot set it: give the optimizer a number, or leave the callback out."
        )
    model.optimizer.learning_rate = rate


def log_learning_rate(model: Any, logs: Logs) -> None:
    """Put the learning rate among the metrics of an epoch."""
    if logs is not None:
        logs["learning_rate"] = float(model.optimizer.current_rate())
