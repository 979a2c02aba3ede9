"""Epochs ahead: many epochs in one call of the program, where nobody looks between.

For a small model an epoch is over sooner than Python has told anybody of it.
"""

import time
from typing import Any

import numpy as np
from numpy.typing import NDArray

from limpid.metrics.metric import Metric
from limpid.models.ahead import Ahead, adapt

Columns = dict[str, NDArray[np.float64]]


class EpochsAhead:
    """Whole epochs of a model's training, as many in a call as `Ahead` takes steps.

    Args:
        model: The model that is trained.
        ahead: What takes its steps.
    """

    def __init__(self, model: Any, ahead: Ahead) -> None:
        """Prepare nothing before it is needed."""
        self.model, self.ahead = model, ahead
        self._epochs: Any = None
        self.possible = ahead.possible and not ahead.single

    def count(self, left: int) -> int:
        """Return how many of the epochs left to take in the next call; 0 or 1: none."""
        if not self.possible or left < 2:
            return 0
        count = min(left, self.ahead.full.pace // len(self.ahead.batches))
        if count > 1 and self._epochs is None:
            values = first_values(self.model)
            self._epochs = None if values is None else self.ahead.epochs(values)
            self.possible = self._epochs is not None
        return count if self.possible else 0

    def run(self, first: int, count: int) -> Columns:
        """Train for some epochs; return each metric's values, one an epoch."""
        before = time.perf_counter()
        results = self._epochs(first, count)
        seconds = time.perf_counter() - before
        adapt(self.ahead.full, count * len(self.ahead.batches), seconds)
        return {name: np.asarray(y, float).ravel() for name, y in results.items()}


def first_nonfinite(columns: Columns) -> int | None:
    """Return in which epoch a metric was the first to be NaN or infinite, from 0."""
    wrong = [~np.isfinite(column) for column in columns.values()]
    return int(np.argmax(np.any(wrong, axis=0))) if np.any(wrong) else None


def first_values(model: Any) -> list[tuple[Any, Any]] | None:
    """Return what `reset_metrics` sets variables to; None if a user says otherwise."""
    from limpid.models.trainer import Trainer

    if type(model).reset_metrics is not Trainer.reset_metrics:
        return None
    if any(type(m).reset_state is not Metric.reset_state for m in model.metrics):
        return None
    return [
        pair
        for metric in model.metrics
        for pair in zip(metric.variables, metric.first_values, strict=True)
    ]
