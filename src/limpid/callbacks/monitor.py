"""Monitor: the abstract base of callbacks that watch a metric."""

import math
import warnings
from typing import Any

from limpid.callbacks.callback import Callback
from limpid.errors import ConfigError, nearest

MODES = ("auto", "min", "max")

# Parts of the names of metrics that grow as a model gets better.
GROWING = ("acc", "auc", "precision", "recall", "f1", "iou", "r2")


class Monitor(Callback):
    """Base of callbacks that wait for a metric to get better."""

    # Settings of the subclasses, each of which has them in Keras's order.
    monitor: str
    min_delta: float
    patience: int
    mode: str

    def check(self) -> None:
        if self.mode not in MODES:
            hint = nearest(self.mode, MODES)
            raise ConfigError(f"{type(self).__name__}(mode={self.mode!r}): {hint}")
        if self.patience < 0 or self.min_delta < 0:
            raise ConfigError(
                f"{type(self).__name__}(patience={self.patience}, "
                f"min_delta={self.min_delta}): expected numbers >= 0."
            )
        self.best: float | None = None
        self.wait = 0

    def value_of(self, logs: dict[str, Any] | None) -> float | None:
        """Return the metric, or None with a warning if there is none."""
        logs = logs or {}
        if self.monitor in logs:
            return float(logs[self.monitor])
        warnings.warn(
            f"{type(self).__name__} watches {self.monitor!r}, which is no metric of "
            f"this run; {nearest(self.monitor, logs)}",
            stacklevel=2,
        )
        return None

    def is_better(self, value: float, reference: float | None) -> bool:
        """Tell whether a value improves on a reference by more than min_delta."""
        if reference is None or math.isnan(reference):
            return not math.isnan(value)
        gain = value - reference if self.grows() else reference - value
        return gain > self.min_delta

    def grows(self) -> bool:
        """Tell whether more is better."""
        if self.mode != "auto":
            return self.mode == "max"
        name = self.monitor.removeprefix("val_")
        for metric in self.model.metrics:
            if metric.name == name:
                return bool(metric.direction == "max")
        return any(word in name for word in GROWING)
