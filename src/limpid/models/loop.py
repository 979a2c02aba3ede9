"""The loop: epochs, batches, events; the same for fit, evaluate and resumed runs."""

import contextlib
import random
from collections.abc import Sequence
from typing import Any

import numpy as np

from limpid.callbacks.callback import Callback
from limpid.callbacks.history import History
from limpid.errors import ArgumentError, DataError
from limpid.graph.tensor import no_grad
from limpid.graph.tree import leaves
from limpid.models import events
from limpid.models.batches import (
    ArrayBatches,
    Batch,
    Batches,
    as_batches,
    split_validation,
    weighted_by_class,
)
from limpid.models.checks import check_finite, check_targets
from limpid.models.dispatch import CallbackDispatch
from limpid.models.progress import progress_listener

Logs = dict[str, float]


class Loop:
    """One run of `fit` or `evaluate`: what it works on and where it stands.

    `epoch`, `step`, `shuffle_seed` and `logs` (the metrics of the epoch so far) with
    the model's variables are all that a run needs to go on bit for bit.
    """

    def __init__(
        self,
        model: Any,
        *,
        epochs: int = 1,
        initial_epoch: int = 0,
        verbose: Any = "auto",
        callbacks: Any = None,
        validation_freq: int | Sequence[int] = 1,
    ) -> None:
        """Gather the listeners."""
        if not isinstance(epochs, int) or epochs < 0:
            raise ArgumentError(f"epochs={epochs!r}: expected a number of epochs.")
        self.model, self.epochs = model, epochs
        self.epoch, self.step = initial_epoch, 0
        self.shuffle_seed = random.getrandbits(31)  # noqa: S311
        self.validation_freq = validation_freq
        self.validation: Batches | None = None
        self.batches: Batches
        self.reason: str | None = None
        given = list(callbacks) if isinstance(callbacks, (list, tuple)) else [callbacks] * (callbacks is not None)
        self.history = next((c for c in given if isinstance(c, History)), None) or History()
        self.callbacks: list[Callback] = [*(c for c in given if c is not self.history), self.history]
        dispatch = CallbackDispatch(self)
        progress = progress_listener(verbose)
        self.listeners: list[Any] = [dispatch, *([progress] if progress else [])]
        # What listeners want done at the end, even after an error.
        self.cleanup = contextlib.ExitStack()
        self.logs: Logs = {}
        self.batch: Batch | None = None
        self._checked = False

    def emit(self, event: events.Event) -> None:
        """Tell every listener."""
        for listener in self.listeners:
            listener(event)

    # Data

    def take_data(
        self,
        data: tuple[Any, Any, Any],
        *,
        batch_size: int | None = None,
        shuffle: bool = False,
        steps: int | None = None,
        class_weight: Any = None,
        whole: bool = False,
    ) -> None:
        """Take the training data; `whole` makes them one batch."""
        x, y, weight = data
        batches = as_batches(
            x, y, weight, batch_size=batch_size, steps=steps, shuffle=shuffle, seed=self.shuffle_seed
        )
        if class_weight is not None:
            batches = weighted_by_class(batches, class_weight)
        if whole and isinstance(batches, ArrayBatches):
            batches.batch_size = batches.num_examples
        self.batches = batches
        if isinstance(batches, ArrayBatches):
            check_finite("x", batches.x)
            check_finite("y", batches.y)

    def take_validation(
        self, data: Any, share: float, *, batch_size: int | None, steps: int | None
    ) -> None:
        """Take the data held out, or hold out a share of the training data."""
        if data is not None:
            parts = data if isinstance(data, tuple) else (data,)
            self.validation = as_batches(*parts, batch_size=batch_size, steps=steps)
        elif share:
            self.batches, self.validation = split_validation(self.batches, share)

    # Steps

    def train_batch(self, batch: Batch) -> Logs:
        """Take one training step; the first is preceded by checks."""
        self._check(batch)
        self.batch = batch
        step = self.model._step("train", self.model.train_step)  # noqa: SLF001
        return _numbers(step(batch))

    def test_batch(self, batch: Batch) -> Logs:
        """Evaluate one batch."""
        self._check(batch)
        step = self.model._step("test", self.model.test_step)  # noqa: SLF001
        with no_grad():
            return _numbers(step(batch))

    def _check(self, batch: Batch) -> None:
        """Check data against the model before anything is updated."""
        x, y, _ = batch
        streamed = not isinstance(getattr(self, "batches", None), ArrayBatches)
        if streamed:
            check_finite("x", x)
            check_finite("y", y)
        if streamed or not self._checked:
            whole = self.batches.y if not streamed else y  # type: ignore[union-attr]
            outputs = self.model.output_shapes(x)
            if self.model.objectives is not None:
                check_targets(self.model.objectives, whole, outputs)
            self._checked = True

    def evaluate(self, batches: Batches, *, announce: bool = False) -> Logs:
        """Return loss and metrics over all batches, without training."""
        self.model.reset_metrics()
        self.emit(events.EvaluateBegin(len(batches) if announce else 0))
        logs: Logs = {}
        checker = self
        if getattr(self, "batches", None) is not batches:
            checker = Loop(self.model, verbose=0)
            checker.batches = batches
            if isinstance(batches, ArrayBatches):
                check_finite("x", batches.x)
        for step, batch in enumerate(batches.epoch(0)):
            logs = checker.test_batch(batch)
            self.emit(events.EvaluateBatchEnd(step, logs))
        if not logs:
            raise DataError("The data to evaluate hold no batch.")
        self.emit(events.EvaluateEnd(logs if announce else {}))
        return logs

    def wants_validation(self, epoch: int) -> bool:
        """Tell whether to evaluate after this epoch (counted from 0)."""
        if self.validation is None:
            return False
        if isinstance(self.validation_freq, int):
            return (epoch + 1) % self.validation_freq == 0
        return epoch + 1 in self.validation_freq


def fit_loop(loop: Loop) -> History:
    """Run the epochs; Ctrl-C ends training but keeps what was learned."""
    with loop.cleanup:
        loop.model.stop_training = False
        loop.model.history = loop.history
        logs: Logs = {}
        try:
            loop.emit(events.TrainBegin(loop.epochs, loop.epoch, len(loop.batches)))
            while loop.epoch < loop.epochs and not loop.model.stop_training:
                logs = run_epoch(loop)
        except KeyboardInterrupt:
            loop.reason = (
                f"Interrupted in epoch {loop.epoch + 1} after {loop.step} batches: "
                "the model keeps what it has learned; call fit again to go on."
            )
            loop.model.stop_training = True
        loop.emit(events.TrainEnd(logs, loop.reason))
    return loop.history


def run_epoch(loop: Loop) -> Logs:
    """Run what is left of the current epoch and return its metrics."""
    loop.emit(events.EpochBegin(loop.epoch))
    if loop.step == 0:
        loop.model.reset_metrics()
        loop.logs = {}
    for batch in loop.batches.epoch(loop.epoch, loop.step):
        loop.emit(events.BatchBegin(loop.step))
        loop.logs = loop.train_batch(batch)
        loop.step += 1
        loop.emit(events.BatchEnd(loop.step - 1, loop.logs))
        if loop.model.stop_training:
            break
    if loop.step == 0:
        raise DataError("The iterable of batches is empty or used up; give one that can be started anew.")
    logs = loop.logs
    if loop.wants_validation(loop.epoch):
        assert loop.validation is not None
        held = loop.evaluate(loop.validation)
        logs = logs | {f"val_{name}": value for name, value in held.items()}
    epoch, loop.epoch, loop.step = loop.epoch, loop.epoch + 1, 0
    loop.emit(events.EpochEnd(epoch, logs))
    return logs


def _numbers(logs: dict[str, Any]) -> Logs:
    return {name: float(np.asarray(value)) for name, value in logs.items()}
